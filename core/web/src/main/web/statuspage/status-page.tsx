import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Tabs } from "../shell/tabs";
import { say } from "../words";
import { Components } from "./components";
import { MaintenanceList } from "./maintenance";
import { Naming } from "./naming";
import { Published } from "./published";
import { Subscribers } from "./subscribers";

/** What the public is told, and by whom it may be changed. */
export function StatusPage({ me }: PageProps) {
  const mayPublish = me.permissions.includes("status_page.publish");
  const mayManage = me.permissions.includes("status_page.manage");
  return (
    <Managed me={me} title={say("manage.status")}>
      <Naming mayManage={mayManage} />
      <Tabs
        label={say("manage.status")}
        tabs={[
          { id: "incidents", title: say("status.incidents"), view: () => <Published mayPublish={mayPublish} /> },
          { id: "components", title: say("status.components"), view: () => <Components mayManage={mayManage} /> },
          {
            id: "maintenance",
            title: say("status.maintenance"),
            view: () => <MaintenanceList mayPublish={mayPublish} />,
          },
          {
            id: "subscribers",
            title: say("status.subscribers"),
            view: () => <Subscribers mayManage={mayManage} />,
          },
        ]}
      />
    </Managed>
  );
}
