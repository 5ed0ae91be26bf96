import { type Answer, call } from "../api/client";
import { Copy } from "../shell/copy";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { say } from "../words";
import { mailOf, postOf } from "./texts";

type Published = Answer<"GET /status-page/incidents">["items"][number];

/** What the public reads of an incident, as a mail and as a post to copy. */
export function PublicTexts({ one, close }: { one: Published; close: () => void }) {
  const read = useRead("status page", (signal) => call("GET /status-page", { signal }));
  return (
    <Dialog title={say("update.copy.title", { title: one.title })} close={close}>
      <p class="soft">{say("update.copy.about")}</p>
      <Ready read={read}>
        {(page) => {
          const told = {
            page: page.name,
            title: one.title,
            progress: say(`update.status.${one.state}`),
            message: one.updates.at(-1)?.message ?? "",
            components: one.components.map(({ name }) => name),
            url: page.address,
          };
          const mail = mailOf(told);
          return (
            <>
              <h3>{say("update.copy.mail")}</h3>
              <Copy label={say("update.copy.subject")} text={mail.subject} />
              <Copy label={say("update.copy.body")} text={mail.body} />
              <h3>{say("update.copy.post")}</h3>
              <Copy label={say("update.copy.post")} text={postOf(told)} />
            </>
          );
        }}
      </Ready>
    </Dialog>
  );
}
