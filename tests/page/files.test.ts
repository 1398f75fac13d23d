import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chosen, createFiles, read, refusedName } from "../../static/src/session/files";
import { createProgram } from "../../static/src/session/program";
import { createScreen } from "../../static/src/session/screen";

const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;

const file = (name: string, text: string): Chosen => ({ name, arrayBuffer: async () => bytes(text) });

function setUp() {
  const program = createProgram();
  const runs: (readonly [string, readonly string[]])[] = [];
  program.source.value = "import value\n";
  const files = createFiles({
    program,
    screen: createScreen(),
    edited: () => runs.push([program.source.value, Object.keys(program.files.value)]),
  });
  return { program, files, runs };
}

test("files that are attached go with the program, one run for all of them", async () => {
  const { program, files, runs } = setUp();
  await files.attach([file("value.py", "class Value: ...\r\n"), file("names.txt", "emma")]);
  assert.deepEqual(program.program.value, {
    source: "import value\n",
    values: {},
    files: { "value.py": "class Value: ...\n", "names.txt": "emma" },
  });
  assert.deepEqual(runs, [["import value\n", ["value.py", "names.txt"]]]);
  assert.equal(files.shown.value, "value.py");
  assert.equal(files.said.value, "Attached `value.py`, `names.txt`.");
});

test("without files a request does not mention them, nor after the last was removed", async () => {
  const { program, files } = setUp();
  assert.ok(!("files" in program.program.value));
  await files.attach([file("a.txt", "1")]);
  files.remove("a.txt");
  assert.ok(!("files" in program.program.value));
  assert.equal(files.shown.value, null);
});

test("main.py is the program", async () => {
  const { program, files } = setUp();
  await files.attach([file("value.py", "x = 1"), file("main.py", "import value as v\n")]);
  assert.equal(program.source.value, "import value as v\n");
  assert.deepEqual(Object.keys(program.files.value), ["value.py"]);
  files.undo();
  assert.equal(program.source.value, "import value\n");
  assert.deepEqual(Object.keys(program.files.value), []);
});

test("the file that a program asks for is attached under the name that it asks for", async () => {
  const { program, files } = setUp();
  await files.attach([file("names (1).txt", "emma")], "data/names.txt");
  assert.deepEqual(program.files.value, { "data/names.txt": "emma" });
  await files.attach([file("other.txt", "x"), file("data.csv", "1")], "data.csv");
  assert.deepEqual(Object.keys(program.files.value), ["data/names.txt", "other.txt", "data.csv"]);
});

test("what is not text and what is too large stays out, and the rest is attached", async () => {
  const { program, files } = setUp();
  const image: Chosen = { name: "a.png", arrayBuffer: async () => new Uint8Array([0x89, 0x50, 0xff]).buffer };
  await files.attach([image, file("big.txt", "0".repeat(3 << 20)), file("b.txt", "b")]);
  assert.deepEqual(Object.keys(program.files.value), ["b.txt"]);
  assert.equal(
    files.said.value,
    "Attached `b.txt`. `a.png` is not text. `big.txt` is too large: all files together may have 2 MiB.",
  );
  assert.equal(read(bytes("a\0b")), null);
});

test("where nothing could be attached nothing runs and nothing is to be undone", async () => {
  const { files, runs } = setUp();
  await files.attach([{ name: "a.png", arrayBuffer: async () => new Uint8Array([0xff]).buffer }]);
  assert.equal(files.said.value, "`a.png` is not text.");
  assert.equal(files.canUndo.value, false);
  assert.deepEqual(runs, []);
});

test("renaming keeps the place among the tabs, and removing can be taken back", async () => {
  const { program, files } = setUp();
  await files.attach([file("a.txt", "1"), file("b.txt", "2")]);
  assert.equal(files.rename("a.txt", "data/a.txt"), null);
  assert.deepEqual(Object.entries(program.files.value), [
    ["data/a.txt", "1"],
    ["b.txt", "2"],
  ]);
  assert.equal(files.shown.value, "data/a.txt");
  files.remove("data/a.txt");
  assert.deepEqual(Object.keys(program.files.value), ["b.txt"]);
  files.undo();
  assert.deepEqual(Object.keys(program.files.value), ["data/a.txt", "b.txt"]);
  assert.equal(files.shown.value, "data/a.txt");
  assert.equal(files.canUndo.value, false);
});

test("an edit of a file ends what could be undone", async () => {
  const { program, files } = setUp();
  await files.attach([file("a.txt", "1")]);
  files.edit("a.txt", "12");
  assert.equal(files.canUndo.value, false);
  assert.deepEqual(program.files.value, { "a.txt": "12" });
});

test("names that the server would refuse are refused here, with a reason", () => {
  const beside = { "b.txt": "" };
  for (const name of ["", "main.py", "b.txt", "/etc/passwd", "../a", "a//b", "a/", ".", "a\\b"])
    assert.notEqual(refusedName(name, beside), null, name);
  for (const name of ["a.txt", "data/b.txt", ".hidden", "with space.txt", "åäö.py"])
    assert.equal(refusedName(name, beside), null, name);
});

test("a text with other files is another text", async () => {
  const { program, files } = setUp();
  const doc = { source: program.source.value };
  assert.ok(program.isHere(doc));
  await files.attach([file("a.txt", "1")]);
  assert.ok(!program.isHere(doc));
  assert.ok(program.isHere(program.text.value));
});
