package dev.imas.core.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from {@code /proc} what uses the processors; without {@code /proc}, everything is zero or
 * empty.
 */
final class Processors {

  private static final Path PROC = Path.of("/proc");
  private static final int KERNEL = 2;

  /**
   * The use of the processors in ticks of the kernel's clock since the machine started.
   *
   * @param total the ticks of all processors, idle or not
   * @param busy the ticks that were neither idle nor waiting for a disk
   * @param processes the ticks in processes, not in interrupts; the time that the host took from a
   *     virtual machine counts, too
   * @param own the ticks of this process
   * @param ownNanos the same, in nanoseconds
   */
  record Reading(long total, long busy, long processes, long own, long ownNanos) {}

  /**
   * One process.
   *
   * @param ticks its own ticks and those of its children that have ended
   */
  private record Line(long pid, long parent, long ticks) {}

  private Processors() {}

  /** Zeros if there is no {@code /proc}. */
  static Reading read() {
    Line own = line(ProcessHandle.current().pid());
    try {
      String[] words =
          Files.readString(PROC.resolve("stat")).lines().findFirst().orElse("").split(" +");
      long total = 0;
      // The fields are: user nice system idle iowait irq softirq steal. "user" includes guests.
      for (int i = 1; i <= 8; i++) {
        total += Long.parseLong(words[i]);
      }
      long busy = total - Long.parseLong(words[4]) - Long.parseLong(words[5]);
      long interrupts = Long.parseLong(words[6]) + Long.parseLong(words[7]);
      return new Reading(total, busy, busy - interrupts, own == null ? 0 : own.ticks, ownNanos());
    } catch (IOException | RuntimeException notThere) {
      return new Reading(0, 0, 0, 0, ownNanos());
    }
  }

  private static long ownNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /**
   * The ticks of each of these processes, of all their descendants, and of the kernel's own
   * threads.
   */
  static Map<Long, Long> known(Collection<Long> roots) {
    Map<Long, Line> lines = new HashMap<>();
    try (var files = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path file : files) {
        Line line = line(Long.parseLong(file.getFileName().toString()));
        if (line != null) {
          lines.put(line.pid, line);
        }
      }
    } catch (IOException | RuntimeException notThere) {
      return Map.of();
    }
    Set<Long> wanted = new HashSet<>(roots);
    Map<Long, Long> known = new HashMap<>();
    for (Line line : lines.values()) {
      for (Line up = line; up != null; up = lines.get(up.parent)) {
        if (wanted.contains(up.pid) || up.pid == KERNEL) {
          known.put(line.pid, line.ticks);
          break;
        }
      }
    }
    return known;
  }

  /** {@code pid (name) state ppid … utime stime cutime cstime …}; the name may contain anything. */
  private static @Nullable Line line(long pid) {
    try {
      String text = Files.readString(PROC.resolve(pid + "/stat"));
      String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(words[i]);
      }
      return new Line(pid, Long.parseLong(words[1]), ticks);
    } catch (IOException | RuntimeException gone) {
      return null;
    }
  }
}
