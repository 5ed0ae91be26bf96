import { useEffect, useState } from "preact/hooks";

/** As wide as a phone, where bars become buttons. The style sheets have the same width. */
const PHONE = "(max-width: 47.99rem)";

/** Whether the screen is a phone's, also when it becomes another. */
export function usePhone(): boolean {
  const [isPhone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const screen = matchMedia(PHONE);
    const look = () => setPhone(screen.matches);
    look();
    screen.addEventListener("change", look);
    return () => screen.removeEventListener("change", look);
  }, []);
  return isPhone;
}
