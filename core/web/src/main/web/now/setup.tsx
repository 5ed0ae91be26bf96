import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { checklistIsShown } from "../shell/settings";
import { loadWords } from "../words";

type View = ComponentType<{ me: Self }>;

/** The next of the first steps, for whoever may take it. Its code is loaded for nobody else. */
export function FirstSteps({ me }: { me: Self }) {
  const [View, setView] = useState<View | null>(null);
  const isTheirs = me.permissions.includes("user.manage") && checklistIsShown();
  useEffect(() => {
    if (!isTheirs) return;
    Promise.all([import("../setup/next"), loadWords("setup", "reach")])
      .then(([{ NextStep }]) => setView(() => NextStep))
      .catch(() => {
        // Home is whole without it.
      });
  }, [isTheirs]);
  return View && <View me={me} />;
}
