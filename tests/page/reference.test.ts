import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../static/src/reference/judge";
import { makerOf, type OpenApi, readCalls, typeOf } from "../../static/src/reference/openapi";
import { literal, snippet } from "../../static/src/reference/request";
import type { Wire } from "../../static/src/wire/exchange";
import type { Statement } from "../../static/src/wire/types";

const DOCUMENT: OpenApi = {
  paths: {
    "/api/v1/graphs": {
      post: {
        tags: ["graphs"],
        summary: "Keep a graph",
        requestBody: {
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/Ask" }, example: { source: "x" } },
          },
        },
        responses: {
          "201": { content: { "application/json": {} } },
          "422": {
            content: { "application/problem+json": { examples: { "wrong-type": { summary: "Wrong" } } } },
          },
        },
      },
    },
    "/api/v1/graphs/{id}": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { "200": {} },
      },
    },
    "/problems/{code}": {
      get: {
        parameters: [{ name: "code", in: "path", schema: { type: "string", examples: ["busy"] } }],
        responses: { "200": {} },
      },
    },
  },
  components: {
    schemas: {
      Ask: {
        required: ["source"],
        properties: {
          source: { type: "string", description: "The text." },
          state: { enum: ["fresh", "program"] },
          values: { type: "object", additionalProperties: { type: "number" } },
          names: { anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }] },
        },
      },
    },
  },
};

test("calls are read from the OpenAPI document", () => {
  const [post, get, problem] = readCalls(DOCUMENT);
  assert.equal(post?.id, "post-api-v1-graphs");
  assert.equal(post?.success, 201);
  assert.deepEqual(post?.example, { source: "x" });
  assert.deepEqual(
    post?.fields.map(({ name, type, required }) => [name, type, required]),
    [
      ["source", "string", true],
      ["state", '"fresh" or "program"', false],
      ["values", "{name: number}", false],
      ["names", "list of string or null", false],
    ],
  );
  assert.deepEqual(post?.refusals, [{ status: 422, code: "wrong-type", title: "Wrong" }]);
  assert.equal(get?.method, "GET");
  assert.equal(problem?.parameters[0]?.example, "busy");
  assert.equal(typeOf({ const: 1 }), "1");
});

test("a call about one thing knows the call that makes it", () => {
  const calls = readCalls(DOCUMENT);
  assert.deepEqual(
    calls.map((call) => makerOf(call, calls)?.id ?? null),
    [null, "post-api-v1-graphs", null],
  );
});

const WIRE: Wire = {
  method: "POST",
  path: "/api/v1/evaluate",
  headers: {},
  body: `{"source": "it's", "n": -0.5}`,
};

test("a request is written for a shell, with quotes that hold", () => {
  assert.equal(
    snippet("curl", "http://host", WIRE),
    `curl -sS 'http://host/api/v1/evaluate' \\\n  -H 'content-type: application/json' \\\n  -d @- <<'JSON'\n{"source": "it's", "n": -0.5}\nJSON`,
  );
  assert.equal(
    snippet("curl", "http://host", {
      method: "DELETE",
      path: "/x",
      headers: { "if-match": '"1"' },
      body: null,
    }),
    `curl -sS -X DELETE 'http://host/x' \\\n  -H 'if-match: "1"'`,
  );
});

test("a request is written for Python and JavaScript", () => {
  assert.match(
    snippet("Python", "http://host", WIRE),
    /httpx\.post\("http:\/\/host\/api\/v1\/evaluate",\n {4}json=\{"source": "it's", "n": -0\.5\},\n\)/,
  );
  assert.match(snippet("JavaScript", "http://host", WIRE), /body: JSON\.stringify\(\{\n {4}"source": "it's"/);
  assert.equal(literal({ a: [true, null, -0] }, ""), '{"a": [True, None, -0.0]}');
  assert.match(literal({ long: "x".repeat(90) }, ""), /^\{\n {4}"long": "x+",\n\}$/);
});

const ROW: Statement = {
  name: "row",
  topic: "t",
  says: "s",
  path: "/p",
  body: {},
  status: 200,
  expects: [
    { pointer: "/a/0", is: -0 },
    { pointer: "/a", count: 2 },
    { pointer: "/e~1f", below: 0.1 },
  ],
  twice: false,
};

test("an answer that is as a row says holds", () => {
  assert.deepEqual(judge(ROW, 200, { a: [-0, 1], "e/f": 0.01 }, true), {
    holds: true,
    found: "/a/0 -0, /a 2 elements, /e~1f 0.01",
  });
});

test("every way of being wrong is told", () => {
  const right = { a: [-0, 1], "e/f": 0.01 };
  assert.deepEqual(judge(ROW, 500, right, true), { holds: false, found: "status 500" });
  assert.equal(judge(ROW, 200, right, false).holds, false);
  assert.deepEqual(judge(ROW, 200, { ...right, a: [0, 1] }, true), { holds: false, found: "/a/0 0" });
  assert.equal(judge(ROW, 200, { ...right, a: [-0] }, true).found, "/a 1 elements");
  assert.equal(judge(ROW, 200, { ...right, "e/f": 0.1 }, true).holds, false);
  assert.equal(judge(ROW, 200, { ...right, "e/f": "NaN" }, true).holds, false);
  assert.equal(judge(ROW, 200, {}, true).found, "/a/0 nothing");
});
