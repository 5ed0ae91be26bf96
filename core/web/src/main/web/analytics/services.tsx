import type { Answer } from "../api/client";
import { lengthOf } from "../shell/length";
import { href } from "../shell/router";
import { locale, say } from "../words";
import { Behind } from "./behind";
import { rowsOf, type Wish } from "./figures";
import { SeverityHeads } from "./severity-heads";

function number(value: number): string {
  return value.toLocaleString(locale());
}

type Bounds = { from: string; to: string };

function Service({ name }: { name: string }) {
  return <a href={href(`/incidents?${new URLSearchParams({ service: name, status: "all" })}`)}>{name}</a>;
}

type Ranked = Answer<"GET /metrics/by-service">["items"];

/** Services by their severe incidents. */
export function Offenders({ offenders, wish }: { offenders: Answer<"GET /metrics/top-offenders">; wish: Wish }) {
  const shown = offenders.items.filter(({ severe }) => severe > 0);
  if (shown.length === 0) return <p>{say("analytics.offenders.none")}</p>;
  return <Ranking of="analytics-offenders" services={shown} wish={wish} bounds={offenders} />;
}

/** Services by all their incidents. */
export function ByService({ ranked, wish }: { ranked: Answer<"GET /metrics/by-service">; wish: Wish }) {
  if (ranked.items.length === 0) return <p>{say("analytics.none")}</p>;
  return <Ranking of="analytics-services" services={ranked.items} wish={wish} bounds={ranked} />;
}

/** @param of the id of the heading */
function Ranking({ of, services, wish, bounds }: { of: string; services: Ranked; wish: Wish; bounds: Bounds }) {
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby={of}>
        <thead>
          <tr>
            <th scope="col">{say("analytics.service")}</th>
            <th scope="col">{say("analytics.team")}</th>
            <th scope="col" class="number">
              {say("analytics.opened")}
            </th>
            <SeverityHeads />
            <th scope="col" class="number">
              {say("analytics.tta.mean")}
            </th>
            <th scope="col" class="number">
              {say("analytics.ttr.mean")}
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map((one) => (
            <tr key={one.service.id}>
              <th scope="row">
                <Service name={one.service.name} />
              </th>
              <td>{one.team.name}</td>
              {[one.incidents, one.sev1, one.sev2, one.sev3, one.sev4].map((count, at) => (
                <td key={at} class="number">
                  <Behind
                    count={count}
                    to={rowsOf(wish, bounds, { service: one.service.name, ...(at > 0 && { severity: `SEV${at}` }) })}
                  />
                </td>
              ))}
              {[one.mtta_seconds, one.mttr_seconds].map((seconds, at) => (
                <td key={at} class="number">
                  {lengthOf(seconds)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Services that call people for little. */
export function Noise({ noise }: { noise: Answer<"GET /metrics/noise"> }) {
  const shown = noise.items.filter(({ unacknowledged, brief, reopened }) => unacknowledged + brief + reopened > 0);
  if (shown.length === 0) return <p>{say("analytics.noise.none")}</p>;
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby="analytics-noise">
        <thead>
          <tr>
            <th scope="col">{say("analytics.service")}</th>
            {(["incidents", "unacknowledged", "share", "brief", "reopened", "gathered"] as const).map((one) => (
              <th key={one} scope="col" class="number">
                {say(`analytics.noise.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.service.id}>
              <th scope="row">
                <Service name={one.service.name} />
              </th>
              <td class="number">{number(one.incidents)}</td>
              <td class="number">{number(one.unacknowledged)}</td>
              <td class="number">
                {one.unacknowledged_share === null
                  ? say("analytics.never")
                  : new Intl.NumberFormat(locale(), { style: "percent" }).format(one.unacknowledged_share)}
              </td>
              <td class="number">{number(one.brief)}</td>
              <td class="number">{number(one.reopened)}</td>
              <td class="number">
                {one.alerts_per_incident === null ? say("analytics.never") : number(one.alerts_per_incident)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
