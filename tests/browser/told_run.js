// Stands in for the server's runs in tests/browser/test_train.py: passes that are told at a rate, paused, stepped, lost.
// Graphs are the server's own, of a program with numbers that depend on the pass. Everything else goes to the server.
(() => {
  const real = window.fetch.bind(window);
  // However long a test takes, a run never ends before it does something: it waits so many passes after it was begun or continued.
  const AHEAD = 60;
  const run = { id: "told", until: AHEAD, now: 0, of: 4000, state: "running", rate: 40, log: [], lines: [], sinks: new Set(), values: {} };
  window.told = run;
  const base64 = (numbers) => btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(numbers).buffer)));
  const wave = (n, seed, size) => Array.from({ length: n }, (_, k) => size * Math.sin(seed + 12.9898 * k) * Math.cos(k / 3 + seed));
  const part = (name, rows, columns, step, seed) => {
    const count = rows * columns;
    const grad = wave(count, step / 9 + seed, 0.3 / (1 + step / 50)).map((g, k) =>
      name === "wte" && Math.floor(k / columns) % 2 ? 0 : g);
    return { name, shape: columns === 1 ? [rows] : [rows, columns], data: base64(wave(count, seed + step / 300, 0.4)), grad: base64(grad) };
  };
  const PARTS = [["wte", 15, 16], ["wpe", 16, 16], ["wq", 16, 16], ["fc1", 64, 16], ["fc2", 16, 64], ["bias", 16, 1]];
  const loss = (step) => 0.8 + 2 * Math.exp(-step / 120) + 0.3 * Math.sin(step * 1.7);
  const program = (step) =>
    `a = Value(${(1 + step / 100).toFixed(4)})\nb = Value(-3.0)\nc = a*b\nloss = (c + 10).tanh()\nloss.backward()\n`;
  const send = (name, data) => {
    run.lines.push(`event: ${name}\ndata: ${JSON.stringify(data)}\nid: told.${run.lines.length}\n\n`);
    for (const sink of run.sinks) sink(run.lines.at(-1));
  };
  const state = (to) => {
    run.state = to;
    send("state", { state: to, pass: run.now });
  };
  const norms = (step) => ({
    lists: PARTS.map(([name, rows, columns], k) => ({
      name, shape: [rows, columns], scope: null, data: 3 + k, grad: (1 + k / 3) * (1 + 0.2 * Math.sin(step + k)),
      update: step === 1 ? null : 0.007, zero_grads: 0 })),
    scopes: [],
  });
  const pass = () => {
    run.now += 1;
    const step = run.now;
    send("pass", { pass: step, value: loss(step), nodes: 4, line: 14, file: null, seconds: step / run.rate, of: run.of,
      norms: norms(step), parts: PARTS.map(([n, r, c], k) => part(n, r, c, step, k)), recorded: true, non_finite: null });
    send("printed", { text: `${step} ${loss(step).toFixed(4)} cardamom\n` });
    send("watch", { name: "accuracy", line: 30, file: null, pass: step, kind: "number", value: 1 - Math.exp(-step / 60), shape: [] });
    if (step % 25 === 0)
      send("watch", { name: "samples", line: 31, file: null, pass: step, kind: "text", value: `cornel catel plane ${step}`, shape: [] });
    if (step === run.of) finish("ended");
  };
  const finish = async (how) => {
    run.state = how;
    const { lines } = run;
    const answer = await evaluate(run.now);
    if (run.lines !== lines) return; // another run has begun meanwhile
    send("document", { ...answer, notices: how === "stopped" ? [{ code: "stopped", message: "Stopped.", node: null, line: null, file: null }] : [] });
    for (const sink of run.sinks) sink(null);
  };
  const evaluate = async (step) =>
    (await real("/api/v1/evaluate", { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ source: program(step), state: "program", include: ["nodes"], values: run.values }) })).json();
  setInterval(() => {
    if (run.state !== "running" || run.begun !== true) return;
    for (let k = 0; k < Math.max(1, run.rate / 40); k += 1) if (run.state === "running" && run.now < run.until) pass();
  }, 25);
  const stream = (from, signal) => {
    const body = new ReadableStream({
      start(controller) {
        const coder = new TextEncoder();
        const sink = (text) => {
          try {
            if (text === null) controller.close();
            else if (text === "break") controller.error(new TypeError("network"));
            else controller.enqueue(coder.encode(text));
          } catch {}
          if (text === null || text === "break") run.sinks.delete(sink);
        };
        for (const line of run.lines.slice(from)) sink(line);
        run.sinks.add(sink);
        signal?.addEventListener("abort", () => { run.sinks.delete(sink); try { controller.error(signal.reason); } catch {} });
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
  run.lose = () => { for (const sink of [...run.sinks]) sink("break"); };
  window.fetch = async (path, init = {}) => {
    const address = String(path);
    const body = init.body === undefined ? null : JSON.parse(init.body);
    if (run.isAway && /evaluate|runs/.test(address)) throw new TypeError("network");
    if (address.endsWith("/evaluate") && body?.live !== undefined) {
      run.log.push({ verb: "run", body });
      Object.assign(run, { now: 0, lines: [], state: "running", begun: true, values: {}, until: AHEAD });
      run.stopAt = body.live.pause_at;
      send("run", { id: "told" });
      return stream(0, init.signal);
    }
    const found = /\/runs\/told\/(\w+)(?:\/(\w+))?$/.exec(address);
    if (found === null) return real(path, init);
    const [, verb, number] = found;
    const headers = new Headers(init.headers);
    run.log.push({ verb, number, body, after: headers.get("Last-Event-ID") });
    if (verb === "events") return stream(Number(headers.get("Last-Event-ID").split(".")[1]) + 1, init.signal);
    if (verb === "passes") {
      const step = number === "newest" ? run.now : Number(number);
      if (headers.get("Accept").includes("svg"))
        return real("/api/v1/render", { ...init, body: JSON.stringify({ ...body, source: program(step) }) });
      return Response.json(await evaluate(step));
    }
    Object.assign(run.values, body?.values ?? {});
    if (verb === "pause") state("paused");
    if (verb === "step") pass();
    if (verb === "continue") {
      run.until = Math.min(run.of, run.now + AHEAD);
      state("running");
    }
    if (verb === "stop" && ["running", "paused"].includes(run.state)) await finish("stopped");
    return Response.json({ id: "told", state: run.state, pass: run.now });
  };
})();
