import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf, granularityOf, highest, queryOf, sideOf, wayOf, wishOf } from "../web/analytics/figures.ts";

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

test("bars are parts of the highest", () => {
  assert.deepEqual(barsOf([]), []);
  assert.deepEqual(
    barsOf([
      { incidents: 0, sev1: 0, sev2: 0 },
      { incidents: 4, sev1: 1, sev2: 1 },
    ]),
    [
      { all: 0, severe: 0 },
      { all: 1, severe: 0.5 },
    ],
  );
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
