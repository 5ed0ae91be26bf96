import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, piecesOf, safeLink } from "../web/shell/markdown.ts";

test("links lead to pages and mail, and never to a script", () => {
  assert.equal(safeLink("https://example.org/a b"), "https://example.org/a%20b");
  assert.equal(safeLink("mailto:ann@example.org"), "mailto:ann@example.org");
  for (const bad of ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "x"]) {
    assert.equal(safeLink(bad), null, bad);
  }
});

test("a line has its pieces", () => {
  assert.deepEqual(piecesOf("**Disk** of `db-1`, see https://example.org/run."), [
    { kind: "strong", text: "Disk" },
    { kind: "text", text: " of " },
    { kind: "code", text: "db-1" },
    { kind: "text", text: ", see " },
    { kind: "link", text: "https://example.org/run", to: "https://example.org/run" },
    { kind: "text", text: "." },
  ]);
  assert.deepEqual(piecesOf("[here](https://example.org/)"), [
    { kind: "link", text: "here", to: "https://example.org/" },
  ]);
});

test("what is dangerous or not understood stays text", () => {
  for (const text of [
    "[here](javascript:alert`1`)",
    "<img src=x onerror=alert(1)>",
    "2 * 3 * 4",
    "**open",
    "snake_case_name",
  ]) {
    const pieces = piecesOf(text);
    assert.ok(
      pieces.every((piece) => piece.kind !== "link" && piece.kind !== "em"),
      text,
    );
  }
  assert.deepEqual(piecesOf("![pixel](https://example.org/p.png)").at(0), { kind: "text", text: "!" });
});

test("a text has its blocks", () => {
  const blocks = blocksOf("First\nsecond\n\n- a\n- b\n1. c\n\n```\n<b>\n```\n> said");
  assert.deepEqual(
    blocks.map((block) => block.kind),
    ["paragraph", "list", "list", "code", "quote"],
  );
  assert.equal(blocks[0].lines.length, 2);
  assert.equal(blocks[1].items.length, 2);
  assert.equal(blocks[3].text, "<b>");
});

test("a long hostile text is read at once", () => {
  const begun = process.cpuUsage().user;
  blocksOf("[".repeat(20_000) + "*".repeat(20_000) + "`".repeat(20_000));
  assert.ok(process.cpuUsage().user - begun < 2_000_000);
});
