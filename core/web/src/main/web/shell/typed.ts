import { useEffect, useRef, useState } from "preact/hooks";

const PAUSE = 300;

/**
 * What is typed into a field that the address has, too. It is sent after a pause. An address that only says what was sent does not take
 * back the letters that were typed since.
 */
export function useTyped(asked: string, send: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(asked);
  const sent = useRef(asked);
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setTyped(asked);
  }, [asked]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      send(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}
