import { useEffect, useRef } from "preact/hooks";

/**
 * Does something every so many milliseconds while the page is seen, and at once when it is seen again. The next time
 * counts from the end of the last one, so that a slow server is not asked more.
 */
export function usePoll(every: number, ask: (signal: AbortSignal) => Promise<void>, key: string): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    const turn = async () => {
      clearTimeout(timer);
      if (asking || over.signal.aborted || document.hidden) return;
      asking = true;
      try {
        await latest.current(over.signal);
      } finally {
        asking = false;
        if (!over.signal.aborted && every > 0) timer = setTimeout(turn, every);
      }
    };
    document.addEventListener("visibilitychange", turn);
    void turn();
    return () => {
      over.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", turn);
    };
  }, [key, every]);
}
