/** Something to wait for: a notice, or the time, whichever comes first. A notice given while nobody waits is kept. */
export interface Signal {
  notify(): void;
  within(ms: number): Promise<void>;
}

export function createSignal(): Signal {
  let isGiven = false;
  let end: () => void = () => {};
  return {
    notify() {
      isGiven = true;
      end();
    },
    async within(ms) {
      if (!isGiven) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isGiven = false;
    },
  };
}
