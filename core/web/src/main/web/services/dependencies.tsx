import { call } from "../api/client";
import type { Service } from "../api/schema";
import { Chips } from "../shell/chips";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { toast } from "../shell/toast";
import { say } from "../words";
import { changeService } from "./writing";

/** As many names as are offered, and as many dependants as are shown. */
const MOST = 200;

/** What a service needs, and what needs it: both can be changed from here. */
export function Dependencies({ service, done, close }: { service: Service; done: () => void; close: () => void }) {
  const read = useRead(`dependencies of ${service.id}`, async (signal) => {
    const [known, dependants] = await Promise.all([
      call("GET /services", { query: { limit: MOST }, signal }),
      call("GET /services", { query: { depends_on: service.id, limit: MOST }, signal }),
    ]);
    return {
      offered: known.items.filter((one) => one.id !== service.id && !one.is_triage).map(({ name }) => name),
      dependants: dependants.items,
      isCut: dependants.next !== null,
    };
  });
  return (
    <Dialog drawer title={say("service.dependencies.title", { name: service.name })} close={close}>
      <Ready read={read}>
        {({ offered, dependants, isCut }) => (
          <Form
            go={say("save")}
            send={async (values) => {
              await saveUpstream(service, lines(values["upstream"]));
              await saveDependants(service, dependants, lines(values["dependants"]));
              toast(say("saved"));
              done();
              close();
            }}
          >
            <Chips
              label={say("service.upstream")}
              hint={say("service.upstream.hint")}
              offered={offered}
              first={upstreamOf(service)}
              name="upstream"
            />
            <Chips
              label={say("service.dependants")}
              hint={say(isCut ? "service.dependants.cut" : "service.dependants.hint", { count: MOST })}
              offered={offered}
              first={dependants.map(({ name }) => name)}
              name="dependants"
            />
          </Form>
        )}
      </Ready>
    </Dialog>
  );
}

function lines(text: string | undefined): string[] {
  return (text ?? "").split("\n").filter((one) => one !== "");
}

function upstreamOf(service: Service): string[] {
  return service.depends_on.map(({ id, name }) => name ?? id);
}

async function saveUpstream(service: Service, names: string[]): Promise<void> {
  const before = upstreamOf(service);
  if (before.length === names.length && before.every((name) => names.includes(name))) return;
  await change(service.id, () => names);
}

/** Each of them is a service of its own, so each is written for itself. */
async function saveDependants(service: Service, before: Service[], names: string[]): Promise<void> {
  for (const gone of before.filter(({ name }) => !names.includes(name)))
    await change(gone.id, (upstream) => upstream.filter((id) => id !== service.id));
  for (const added of names.filter((name) => !before.some((one) => one.name === name)))
    await change(added, (upstream) => [...upstream.filter((id) => id !== service.id), service.id]);
}

/** Changes nothing but the dependencies of the service as it is now. What was saved before something failed is saved again. */
async function change(id: string, to: (upstream: string[]) => string[]): Promise<void> {
  await changeService(id, ({ depends_on }) => ({ depends_on: to(depends_on.map((one) => one.id)) }));
}
