package dev.imas.gateway.sender.profile;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.Labels;
import dev.imas.core.profile.FactRule;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.FactDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a shape says beside its alert, compiled as its other texts are. */
sealed interface FactPlan {

  /** Null where this element says nothing of the kind. */
  @Nullable ChangeFact of(Frame frame, Labels labels, FactDraft draft, TextReader.Spent spent)
      throws BodyRefused;

  static @Nullable FactPlan of(@Nullable FactRule rule, Level body, ShapePlan.Compiling of) {
    return switch (rule) {
      case null -> null;
      case FactRule.Deployment deployment -> new Deployment(deployment, of);
      case FactRule.Push push -> new Push(push, body, of);
    };
  }

  private static @Nullable String read(
      @Nullable TextReader reader, Frame frame, TextReader.Spent spent) throws BodyRefused {
    return reader == null ? null : reader.read(frame, spent);
  }

  /** A deployment that came into a state. */
  final class Deployment implements FactPlan {
    private final FactRule.Deployment rule;
    private final TextReader state;
    private final @Nullable TextReader id;
    private final @Nullable TextReader at;
    private final @Nullable TextReader environment;
    private final @Nullable TextReader tier;
    private final @Nullable TextReader repository;
    private final @Nullable TextReader repositoryId;
    private final @Nullable TextReader sha;
    private final @Nullable TextReader previousSha;
    private final @Nullable TextReader ref;
    private final @Nullable TextReader actor;
    private final @Nullable TextReader startedAt;
    private final @Nullable TextReader finishedAt;
    private final @Nullable TextReader url;

    Deployment(FactRule.Deployment rule, ShapePlan.Compiling of) {
      this.rule = rule;
      state = of.compile(rule.state());
      id = of.optional(rule.id());
      at = of.optional(rule.at());
      environment = of.optional(rule.environment());
      tier = of.optional(rule.tier());
      repository = of.optional(rule.repository());
      repositoryId = of.optional(rule.repositoryId());
      sha = of.optional(rule.sha());
      previousSha = of.optional(rule.previousSha());
      ref = of.optional(rule.ref());
      actor = of.optional(rule.actor());
      startedAt = of.optional(rule.startedAt());
      finishedAt = of.optional(rule.finishedAt());
      url = of.optional(rule.url());
    }

    @Override
    public @Nullable ChangeFact of(
        Frame frame, Labels labels, FactDraft draft, TextReader.Spent spent) throws BodyRefused {
      String word = state.read(frame, spent);
      DeploymentState known = word == null ? null : rule.states().get(TextReader.folded(word));
      return known == null
          ? null
          : draft.deployment(
              new FactDraft.Deployment(
                  read(id, frame, spent),
                  known,
                  read(at, frame, spent),
                  read(environment, frame, spent),
                  read(tier, frame, spent),
                  read(repository, frame, spent),
                  read(repositoryId, frame, spent),
                  read(sha, frame, spent),
                  read(previousSha, frame, spent),
                  read(ref, frame, spent),
                  read(actor, frame, spent),
                  read(startedAt, frame, spent),
                  read(finishedAt, frame, spent),
                  read(url, frame, spent)),
              labels,
              frame.start,
              frame.end);
    }
  }

  /** A push with its commits, which stand in a list of the body. */
  final class Push implements FactPlan {
    private final int commits;
    private final @Nullable TextReader sha;
    private final @Nullable TextReader time;
    private final @Nullable TextReader author;
    private final @Nullable TextReader title;
    private final @Nullable TextReader repository;
    private final @Nullable TextReader repositoryId;
    private final @Nullable TextReader ref;
    private final @Nullable TextReader before;
    private final @Nullable TextReader after;
    private final @Nullable TextReader at;
    private final @Nullable TextReader actor;
    private final @Nullable TextReader total;
    private final @Nullable TextReader url;

    Push(FactRule.Push rule, Level body, ShapePlan.Compiling of) {
      Level list = body.root.follow(rule.commits().path()).level;
      commits = list.number;
      ShapePlan.Compiling ofCommit = new ShapePlan.Compiling(body, list);
      sha = ofCommit.optional(rule.sha());
      time = ofCommit.optional(rule.time());
      author = ofCommit.optional(rule.author());
      title = ofCommit.optional(rule.title());
      repository = of.optional(rule.repository());
      repositoryId = of.optional(rule.repositoryId());
      ref = of.optional(rule.ref());
      before = of.optional(rule.before());
      after = of.optional(rule.after());
      at = of.optional(rule.at());
      actor = of.optional(rule.actor());
      total = of.optional(rule.total());
      url = of.optional(rule.url());
    }

    @Override
    public @Nullable ChangeFact of(
        Frame frame, Labels labels, FactDraft draft, TextReader.Spent spent) throws BodyRefused {
      List<Frame> list = frame.lists[commits];
      List<FactDraft.Commit> listed = new ArrayList<>();
      for (Frame commit : list == null ? List.<Frame>of() : list) {
        if (commit.isObject) {
          listed.add(
              new FactDraft.Commit(
                  read(sha, commit, spent),
                  read(time, commit, spent),
                  read(author, commit, spent),
                  read(title, commit, spent)));
        }
      }
      return draft.push(
          new FactDraft.Push(
              read(repository, frame, spent),
              read(repositoryId, frame, spent),
              read(ref, frame, spent),
              read(before, frame, spent),
              read(after, frame, spent),
              read(at, frame, spent),
              read(actor, frame, spent),
              read(url, frame, spent),
              read(total, frame, spent)),
          listed,
          labels,
          frame.start,
          frame.end);
    }
  }
}
