import assert from "node:assert/strict";
import { test } from "node:test";
import { mailOf, postOf } from "../web/updates/texts.ts";

const told = {
  page: "Acme",
  title: "Orders fail",
  progress: "Identified",
  message: "We have switched off the feature.",
  components: ["Shop", "Search"],
  url: "https://status.example.org/status/acme",
};

test("a mail has what the page says, and its address", () => {
  const { subject, body } = mailOf(told);
  assert.equal(subject, "Acme: Orders fail (Identified)");
  assert.equal(body, "We have switched off the feature.\n\nShop, Search\n\nhttps://status.example.org/status/acme");
  assert.equal(mailOf({ ...told, components: [], url: null }).body, "We have switched off the feature.");
});

test("a post is one paragraph and its address", () => {
  assert.equal(
    postOf({ ...told, message: "One.\n\nTwo." }),
    "Orders fail (Identified): One. Two.\nhttps://status.example.org/status/acme",
  );
});

test("a long post is cut between two words, and its address stays whole", () => {
  for (const url of [told.url, null]) {
    const post = postOf({ ...told, url, message: "unusually long words ".repeat(40) });
    assert.ok([...post].length <= 280, post);
    assert.ok([...post].length > 240, post);
    assert.match(post, url === null ? /(unusually|long|words)…$/ : /(unusually|long|words)…\nhttps:.*acme$/);
  }
});

test("a post of emoji is cut by characters and not within one", () => {
  const post = postOf({ ...told, url: null, title: "🔥".repeat(400), message: "x" });
  assert.equal([...post].length, 280);
  assert.ok(!/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/.test(post));
});
