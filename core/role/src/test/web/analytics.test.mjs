import assert from "node:assert/strict";
import { test } from "node:test";
import { granularityOf, highest, queryOf, wayOf, wishOf } from "../web/analytics/figures.ts";
import { labelledOf, sideOf, sparkOf, ticksOf } from "../web/shell/axes.ts";

const wish = (query) => wishOf(new URLSearchParams(query));

test("two days count before a period, and what cannot be read is not there", () => {
  assert.equal(wish("").period, "30d");
  assert.equal(wish("period=90d").period, "90d");
  assert.equal(wish("period=nonsense").period, "30d");
  assert.equal(wish("period=90d&from=2026-01-02").period, "90d");
  assert.deepEqual(queryOf(wish("period=90d&from=2026-01-02&to=2026-02-03&team=Pay%20ments")), {
    start_date: "2026-01-02",
    end_date: "2026-02-03",
    team: "Pay ments",
  });
  assert.deepEqual(queryOf(wish("from=x&to=2026-02-03")), { period: "30d" });
});

test("a long time has a bar for each week", () => {
  assert.equal(granularityOf(wish("period=90d")), "day");
  assert.equal(granularityOf(wish("period=1y")), "week");
  assert.equal(granularityOf(wish("from=2026-01-01&to=2026-04-01")), "day");
  assert.equal(granularityOf(wish("from=2026-01-01&to=2026-12-01")), "week");
});

test("an axis has few round ticks, up to at least the highest", () => {
  assert.deepEqual(ticksOf(0), [0, 1]);
  assert.deepEqual(ticksOf(3), [0, 1, 2, 3]);
  assert.deepEqual(ticksOf(4), [0, 1, 2, 3, 4]);
  assert.deepEqual(ticksOf(7), [0, 2, 4, 6, 8]);
  assert.deepEqual(ticksOf(41), [0, 20, 40, 60]);
  for (let most = 1; most < 3_000; most++) {
    const ticks = ticksOf(most);
    assert.ok(ticks.length <= 5 && (ticks.at(-1) ?? 0) >= most, `${most}: ${ticks}`);
    assert.ok(ticks.every(Number.isInteger), `${most}: ${ticks}`);
  }
});

test("labels have room beside each other", () => {
  assert.deepEqual(labelledOf(3, 600, 60), [0, 1, 2]);
  assert.deepEqual(labelledOf(30, 600, 60), [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  assert.deepEqual(labelledOf(7, 30, 60), [0]);
});

test("an hour's square has an area that goes with its count, and one incident is seen", () => {
  assert.equal(sideOf(0, 100), 0);
  assert.equal(sideOf(100, 100), 1);
  assert.equal(sideOf(25, 100), 0.5);
  assert.equal(sideOf(1, 10_000), 0.2);
});

test("the highest is the first of equals, and nothing is none", () => {
  assert.equal(
    highest([0, 3, 3], (one) => one),
    3,
  );
  assert.equal(
    highest([0, 0], (one) => one),
    null,
  );
});

test("a change has a direction, and what cannot be compared has none", () => {
  assert.equal(wayOf(null), null);
  assert.deepEqual(wayOf(12.4), { way: "more", percent: 12 });
  assert.deepEqual(wayOf(-50), { way: "less", percent: 50 });
  assert.deepEqual(wayOf(0.2), { way: "same", percent: 0 });
});

test("a small line breaks where nothing was counted, and is none of fewer than two counts", () => {
  assert.deepEqual(sparkOf([0, 5, 10], 80, 20), ["0,18 40,10 80,2"]);
  assert.deepEqual(sparkOf([0, 0], 80, 20), ["0,18 80,18"]);
  assert.deepEqual(sparkOf([1, 1, null, 1, 1], 80, 20), ["0,2 20,2", "60,2 80,2"]);
  assert.deepEqual(sparkOf([null, 4, null], 80, 20), []);
  assert.deepEqual(sparkOf([], 80, 20), []);
});
