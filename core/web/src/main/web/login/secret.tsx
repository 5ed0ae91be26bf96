import type { TotpSecret } from "../api/schema";
import { say } from "../words";

/** The quiet zone around a QR code, in modules, without which it is not read. */
const QUIET = 4;

/** Dark on light in both themes, since cameras read no other. */
function QrCode({ of: { size, path } }: { of: TotpSecret["qr"] }) {
  const all = size + 2 * QUIET;
  return (
    <svg
      role="img"
      width={192}
      height={192}
      aria-label={say("setup.qr")}
      viewBox={`${-QUIET} ${-QUIET} ${all} ${all}`}
      shape-rendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={all} height={all} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}

/** The key of a second factor, to be read by a camera, typed into an app or opened by it. It is shown this once. */
export function SecretKey({ of }: { of: TotpSecret }) {
  return (
    <>
      <QrCode of={of.qr} />
      <dl>
        <dt>{say("setup.key")}</dt>
        <dd>
          <code class="secret">{of.secret}</code>
        </dd>
      </dl>
      <p>
        <a href={of.otpauth_uri}>{say("setup.link")}</a>
      </p>
    </>
  );
}

/** The recovery codes of a second factor, and the button of whoever has kept them. They are shown this once. */
export function RecoveryCodes({ codes, kept }: { codes: string[]; kept: () => void }) {
  return (
    <>
      <p>{say("codes.text")}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" class="primary" onClick={kept}>
        {say("codes.kept")}
      </button>
    </>
  );
}
