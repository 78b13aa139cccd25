package io.atoll.replication;

import java.util.List;

/** What a read that cannot be answered is told: pure functions of how it stands. */
final class ReadFailures {
  private ReadFailures() {}

  /**
   * @param reasons of those that did not answer
   */
  static RequestFailure notEnoughAnswers(
      ReplicaPlan plan,
      ReadRequest request,
      ReplicaSet answered,
      ReplicaReasons reasons,
      Outcome outcome) {
    List<ReplicaFailure> failures = reasons.failures(plan, plan.roles().owners().minus(answered));
    return new RequestFailure.NotEnoughAnswers(
        "the read needs %s replicas; %d were asked and %d answered within at most %d ms%s"
            .formatted(
                plan.requirement(),
                outcome.asked(),
                outcome.answered(),
                request.timeoutMs(),
                ReplicaFailure.told(failures)),
        outcome,
        failures);
  }

  /**
   * @param reasons of those that did not answer
   */
  static RequestFailure contextNotReached(
      ReplicaPlan plan, ReplicaSet answered, ReplicaReasons reasons, Outcome outcome) {
    List<ReplicaFailure> failures = reasons.failures(plan, plan.roles().owners().minus(answered));
    return new RequestFailure.ContextNotReached(
        "%d of %d replicas answered and together they have not seen the context asked for: try again, or with a higher level%s"
            .formatted(outcome.answered(), outcome.asked(), ReplicaFailure.told(failures)),
        failures);
  }

  /**
   * @param asked to answer
   * @param reasons of those that did not
   * @param silence the reason of those of whom nothing was heard
   */
  static RequestFailure tooFewRepaired(
      ReplicaPlan plan,
      ReadRequest request,
      ReplicaSet asked,
      ReplicaReasons reasons,
      String silence,
      Repair repair) {
    ReplicaSet without = asked.plus(repair.sent()).minus(repair.holding());
    List<ReplicaFailure> failures =
        reasons
            .with(repair.reasons())
            .otherwise(without.intersect(repair.sent()), Repair.NOT_TAKEN + silence)
            .otherwise(without, silence)
            .failures(plan, without);
    Outcome outcome = plan.outcome(asked.plus(repair.sent()), repair.holding(), 0);
    return new RequestFailure.NotEnoughAnswers(
        "keyspace '%s' has blocking read repair, so the read needs %s replicas that have what it would show; %d had it on disk after at most %d ms%s"
            .formatted(
                plan.keyspace().name(),
                plan.requirement(),
                outcome.answered(),
                request.timeoutMs(),
                ReplicaFailure.told(failures)),
        outcome,
        failures);
  }
}
