import type { TotpSecret } from "../api/schema";
import { say } from "../words";

/** The key of a second factor, to be typed into an app or opened by it. It is shown this once. */
export function SecretKey({ of }: { of: TotpSecret }) {
  return (
    <>
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
