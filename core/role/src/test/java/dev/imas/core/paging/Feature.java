package dev.imas.core.paging;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What can hold a page back, or make it seem to have been told: how it begins in a world, and how
 * it ends. Those that are declared later end later.
 */
enum Feature {
  /** The first word waits for the group. */
  WAIT {
    @Override
    void arrange(HeldBackWorld world) {
      world.rule("\"group_wait\":\"PT30S\"");
    }

    @Override
    void ends(HeldBackWorld world) {
      world.timers("group-wait");
    }
  },
  /** A second alert joins. */
  GROWTH {
    @Override
    void arrange(HeldBackWorld world) {
      world.rule("\"group_interval\":\"PT5M\"");
    }

    @Override
    void happens(HeldBackWorld world) {
      world.joins();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.growthIsDue();
    }
  },
  /** The person has had more pages about SEV1 within a minute than are sent alone. */
  FOLD {
    @Override
    void arrange(HeldBackWorld world) {
      world.others(6, 1);
    }
  },
  /** A storm of the team holds the incident. */
  STORM {
    @Override
    void arrange(HeldBackWorld world) {
      world.storm();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.resolvesTheUmbrella();
    }
  },
  SILENCE {
    @Override
    void happens(HeldBackWorld world) {
      world.silence();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.expireSilences();
    }
  },
  INHIBITION {
    @Override
    void arrange(HeldBackWorld world) {
      world.inhibition();
    }

    @Override
    void happens(HeldBackWorld world) {
      world.inhibited();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.inhibitor(false);
    }
  },
  /** A maintenance window. */
  WINDOW {
    @Override
    void happens(HeldBackWorld world) {
      world.window();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.windowEnds();
    }
  },
  /** The rule mutes at that time of day. */
  TIME_INTERVAL {
    @Override
    void arrange(HeldBackWorld world) {
      world.interval();
      world.rule("\"mute_times\":[\"pause\"]");
    }

    @Override
    void happens(HeldBackWorld world) {
      world.muted();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.intervalEnds();
    }
  },
  FLAPPING {
    @Override
    void happens(HeldBackWorld world) {
      for (int i = 0; i < 6; i++) {
        world.recovers();
        world.fires();
      }
    }
  },
  /** An impact scope is told of the incident. */
  SCOPE {
    @Override
    void arrange(HeldBackWorld world) {
      world.scope();
    }
  },
  /** The team has a console, and nobody who is called. */
  CONSOLE {
    @Override
    void arrange(HeldBackWorld world) {
      world.onlyAConsole();
    }
  },
  /** Nobody acknowledges, and the escalation is through. */
  REMINDER {
    @Override
    void ends(HeldBackWorld world) {
      world.escalationEnds();
      world.reminderIsDue();
    }
  },
  /** Somebody acknowledges it, and takes that back. */
  TAKE_BACK {
    @Override
    void happens(HeldBackWorld world) {
      world.acts("acknowledge");
    }

    @Override
    void ends(HeldBackWorld world) {
      world.acts("unacknowledge");
    }
  },
  QUIET_HOURS {
    @Override
    void arrange(HeldBackWorld world) {
      world.quietHours();
    }

    @Override
    void ends(HeldBackWorld world) {
      world.passes(Duration.ofHours(26));
      world.digests();
    }
  },
  /** Whatever was sent to the person is refused. */
  FALLBACK {
    @Override
    void ends(HeldBackWorld world) {
      world.settles();
      world.refuses();
    }
  };

  private static final Set<Feature> SEV1_ONLY = EnumSet.of(FOLD);

  /** As the table says it. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("take back", "take-back");
  }

  void arrange(HeldBackWorld world) {}

  /** After the alert has fired. */
  void happens(HeldBackWorld world) {}

  void ends(HeldBackWorld world) {}

  /** Why a pair makes no sense; empty if it does. */
  static Optional<String> whyNot(Feature one, Feature other) {
    Set<Feature> both = EnumSet.of(one, other);
    if (both.contains(FOLD) && both.contains(WAIT)) {
      return Optional.of("only a SEV1 folds for a person, and a SEV1 never waits for its group");
    }
    if (both.contains(FOLD) && both.contains(QUIET_HOURS)) {
      return Optional.of("only a SEV1 folds for a person, and no quiet hours hold it back");
    }
    if (both.contains(CONSOLE) && both.contains(FOLD)) {
      return Optional.of("what goes to the console is not folded for a person");
    }
    if (both.contains(CONSOLE) && both.contains(QUIET_HOURS)) {
      return Optional.of("a console has no quiet hours");
    }
    return Optional.empty();
  }

  /** The severity that makes the feature matter. */
  static int severity(Set<Feature> both) {
    if (both.stream().anyMatch(SEV1_ONLY::contains)) {
      return 1;
    }
    return both.contains(QUIET_HOURS) ? 3 : 2;
  }
}
