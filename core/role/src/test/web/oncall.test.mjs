import assert from "node:assert/strict";
import { test } from "node:test";
import { dateOf, daysFrom, instantOf, isDate, localOf, plusDays } from "../web/oncall/clock.ts";
import { dragged, instantAt, lanesOf, moved, stacked, STEP } from "../web/oncall/lanes.ts";
import { presetsOf } from "../web/cover/times.ts";
import { asSlots, asText, joined, moved as reordered, split } from "../web/oncall/slots.ts";

const PARIS = "Europe/Paris";
const at = (iso) => Date.parse(iso);
const iso = (instant) => new Date(instant).toISOString();

test("a day has 23 hours when clocks go forward, and 25 when they go back", () => {
  const hours = (date, zone) => daysFrom(date, 3, zone).map((day) => day.hours);
  assert.deepEqual(hours("2026-03-28", PARIS), [24, 23, 24]);
  assert.deepEqual(hours("2026-10-24", PARIS), [24, 25, 24]);
  assert.deepEqual(hours("2026-03-28", "UTC"), [24, 24, 24]);
  assert.deepEqual(hours("2026-10-03", "Australia/Lord_Howe"), [24, 23.5, 24]);
});

test("days follow each other without a gap, also where midnight is skipped", () => {
  const days = daysFrom("2026-04-22", 5, "Africa/Cairo");
  for (let i = 1; i < days.length; i++) assert.equal(days[i].from, days[i - 1].until);
  assert.equal(days[2].hours, 23);
  assert.equal(localOf(days[2].from, "Africa/Cairo"), "2026-04-24T01:00");
});

test("a time that is skipped is after the gap, and of one that comes twice the first counts", () => {
  assert.equal(iso(instantOf("2026-03-29T02:30", PARIS)), "2026-03-29T01:30:00.000Z");
  assert.equal(iso(instantOf("2026-10-25T02:30", PARIS)), "2026-10-25T00:30:00.000Z");
  assert.equal(iso(instantOf("2026-11-01T01:30", "America/New_York")), "2026-11-01T05:30:00.000Z");
  assert.ok(isNaN(instantOf("", PARIS)));
});

test("a time of every zone is read as it was written", () => {
  for (const zone of [PARIS, "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Chatham"]) {
    for (const time of ["2026-01-01T00:00", "2026-06-30T23:59", "2026-10-25T12:00"]) {
      assert.equal(localOf(instantOf(time, zone), zone), time, zone);
    }
  }
});

test("the address has a date, which is the zone's", () => {
  assert.equal(dateOf(at("2026-01-05T23:30:00Z"), PARIS), "2026-01-06");
  assert.equal(plusDays("2026-02-28", 1), "2026-03-01");
  assert.ok(isDate("2026-02-28"));
  assert.ok(!isDate("2026-13-28"));
  assert.ok(!isDate("2026-01-05T09:00:00Z"));
  assert.ok(!isDate(null));
});

const window = { from: at("2026-01-05T00:00:00Z"), until: at("2026-01-07T00:00:00Z") };
const shift = (from, until, username, more = {}) => ({
  level: 1,
  user: { id: username, username },
  from,
  until,
  because: "turn",
  layer: "primary",
  ...more,
});

test("what overlaps stands below each other, and what only touches does not", () => {
  const span = (from, until) => ({ from, until });
  assert.equal(stacked([span(0, 2), span(2, 4)]).length, 1);
  assert.equal(stacked([span(0, 3), span(2, 4)]).length, 2);
  assert.deepEqual(
    stacked([span(2, 4), span(0, 3), span(3, 5)]).map((row) => row.length),
    [2, 1],
  );
});

test("each level has its layers, its overrides and who is on call in the end, with the gaps", () => {
  const layers = [
    { name: "primary", start: "", every: "P1D", slots: [] },
    { name: "second", level: 2, start: "", every: "P1D", slots: [] },
  ];
  const shifts = [
    shift("2026-01-04T12:00:00Z", "2026-01-05T12:00:00Z", "alice"),
    shift("2026-01-05T12:00:00Z", "2026-01-06T00:00:00Z", "bob", { because: "override", layer: undefined }),
  ];
  const gap = { kind: "gap", level: 1, from: "2026-01-06T00:00:00Z", until: "2026-01-08T00:00:00Z" };
  const ended = {
    id: "o1",
    level: 1,
    user: { id: "bob", username: "bob" },
    from: "2026-01-05T12:00:00Z",
    until: "2026-01-07T00:00:00Z",
    ended_at: "2026-01-06T00:00:00Z",
  };
  const lanes = lanesOf(layers, shifts, [ended], [gap], window);
  assert.deepEqual(
    lanes.map(({ level, kind }) => `${level} ${kind}`),
    ["1 layer", "1 override", "1 final", "2 layer", "2 override", "2 final"],
  );
  const [layer, override, final] = lanes;
  assert.deepEqual(
    layer.rows[0].map(({ who, left, width }) => [who, left, width]),
    [["alice", 0, 25]],
  );
  assert.deepEqual(
    override.rows[0].map(({ left, width }) => [left, width]),
    [[25, 25]],
  );
  assert.deepEqual(
    final.rows[0].map(({ kind, left, width }) => [kind, left, width]),
    [
      ["shift", 0, 25],
      ["override", 25, 25],
      ["gap", 50, 50],
    ],
  );
});

test("a drag chooses at least half an hour, and never beyond the days that are shown", () => {
  assert.equal(instantAt(0.26, window), at("2026-01-05T12:30:00Z"));
  assert.equal(instantAt(7, window), window.until);
  const there = at("2026-01-05T12:00:00Z");
  assert.deepEqual(dragged(there, there, window), { from: there, until: there + STEP });
  assert.deepEqual(dragged(there + 4 * STEP, there, window), { from: there, until: there + 4 * STEP });
  assert.deepEqual(dragged(window.until, window.until, window), { from: window.until - STEP, until: window.until });
});

test("arrows move what is chosen, and with shift its end", () => {
  const one = { from: window.from, until: window.from + 2 * STEP };
  assert.deepEqual(moved(one, "ArrowRight", false, window), { from: one.from + 2 * STEP, until: one.until + 2 * STEP });
  assert.deepEqual(moved(one, "ArrowRight", true, window), { from: one.from, until: one.until + 2 * STEP });
  assert.deepEqual(moved(one, "ArrowLeft", false, window), one);
  assert.deepEqual(moved(one, "ArrowUp", true, window), { from: one.from, until: one.from + STEP });
  assert.equal(moved(one, "x", false, window), null);
});

test("turns are read as they are shown", () => {
  const slots = [["alice", "bob"], ["carol"]];
  assert.equal(asText(slots), "alice, bob\ncarol");
  assert.deepEqual(asSlots(asText(slots)), slots);
  assert.deepEqual(asSlots(" alice ,\n\n bob"), [["alice"], ["bob"]]);
});

test("turns change places, become one, and are split again", () => {
  const turns = [["alice"], ["bob"], ["carol"]];
  assert.deepEqual(reordered(turns, 0, 1), [["bob"], ["alice"], ["carol"]]);
  assert.deepEqual(reordered(turns, 0, -1), turns);
  assert.deepEqual(reordered(turns, 2, 1), turns);
  assert.deepEqual(joined(turns, 1), [["alice", "bob"], ["carol"]]);
  assert.deepEqual(joined([["alice"], ["alice", "bob"]], 1), [["alice", "bob"]]);
  assert.deepEqual(split([["alice", "bob"], ["carol"]], 0), turns);
});

test("cover is offered for tonight, the rest of the shift and the weekend, as far as the shift reaches", () => {
  const written = (presets) =>
    Object.fromEntries(
      Object.entries(presets).map(([name, { from, until }]) => [name, `${localOf(from, PARIS)} ${localOf(until, PARIS)}`]),
    );
  const week = { from: at("2026-11-23T08:00Z"), until: at("2026-11-30T08:00Z") };
  // A Thursday at noon.
  assert.deepEqual(written(presetsOf(week, at("2026-11-26T11:00Z"), PARIS)), {
    tonight: "2026-11-26T18:00 2026-11-27T09:00",
    rest: "2026-11-26T12:00 2026-11-30T09:00",
    weekend: "2026-11-28T00:00 2026-11-30T00:00",
  });
  // At three in the night the night still lasts; on a Sunday the weekend does.
  assert.deepEqual(written(presetsOf(week, at("2026-11-29T02:00Z"), PARIS)), {
    tonight: "2026-11-29T03:00 2026-11-29T09:00",
    rest: "2026-11-29T03:00 2026-11-30T09:00",
    weekend: "2026-11-29T03:00 2026-11-30T00:00",
  });
  // A shift that ends at six in the evening has no night, and one of next month no tonight.
  assert.deepEqual(written(presetsOf({ ...week, until: at("2026-11-26T17:00Z") }, at("2026-11-26T11:00Z"), PARIS)), {
    rest: "2026-11-26T12:00 2026-11-26T18:00",
  });
  assert.deepEqual(
    written(presetsOf({ from: at("2026-12-14T08:00Z"), until: at("2026-12-15T08:00Z") }, at("2026-11-26T11:00Z"), PARIS)),
    { rest: "2026-12-14T09:00 2026-12-15T09:00" },
  );
  // The night in which clocks go back has an hour more.
  const night = presetsOf({ from: 0, until: at("2026-12-01T00:00Z") }, at("2026-10-24T15:00Z"), PARIS).tonight;
  assert.equal((night.until - night.from) / 3_600_000, 16);
});
