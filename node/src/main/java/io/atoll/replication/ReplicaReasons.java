package io.atoll.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Why members of a plan did not do their part in a request, as far as anything is known: an
 * immutable value, which costs nothing as long as nobody fails. For each member the newest reason
 * counts.
 */
final class ReplicaReasons {
  /** Nobody has failed. */
  static final ReplicaReasons NONE = new ReplicaReasons(new String[0]);

  static final String CONSIDERED_DOWN = "considered down";
  static final String NOT_CONNECTED = "not connected";
  static final String CONNECTION_LOST = "connection lost";
  static final String TIMED_OUT = "timed out";
  static final String NO_ANSWER_YET = "no answer yet";

  private final String[] reasons;

  private ReplicaReasons(String[] reasons) {
    this.reasons = reasons;
  }

  /** The same with a member's reason. */
  ReplicaReasons with(int member, String reason) {
    String[] more = Arrays.copyOf(reasons, Math.max(reasons.length, member + 1));
    more[member] = reason;
    return new ReplicaReasons(more);
  }

  /** The same with the reasons that others are known for. */
  ReplicaReasons with(ReplicaReasons newer) {
    ReplicaReasons all = this;
    for (int m = 0; m < newer.reasons.length; m++) {
      if (newer.reasons[m] != null) {
        all = all.with(m, newer.reasons[m]);
      }
    }
    return all;
  }

  /** The same with a reason for all those of some of whom nothing was heard. */
  ReplicaReasons otherwise(ReplicaSet members, String reason) {
    ReplicaReasons all = this;
    for (int m = members.first(); m >= 0; m = members.next(m)) {
      if (of(m) == null) {
        all = all.with(m, reason);
      }
    }
    return all;
  }

  /** The failures of some, in the order of the plan; those without a reason are left out. */
  List<ReplicaFailure> failures(ReplicaPlan plan, ReplicaSet members) {
    List<ReplicaFailure> failures = new ArrayList<>();
    for (int m = members.first(); m >= 0; m = members.next(m)) {
      if (of(m) != null) {
        failures.add(ReplicaFailure.of(plan.member(m).nodeId(), of(m)));
      }
    }
    return List.copyOf(failures);
  }

  private String of(int member) {
    return member < reasons.length ? reasons[member] : null;
  }
}
