package io.atoll.replication;

import java.util.List;

/**
 * Why one replica did not do its part in a request.
 *
 * @param node its node id
 * @param reason in words for a user, at most {@value #MAX_REASON_CHARS} characters as {@link #of}
 *     makes it
 */
public record ReplicaFailure(String node, String reason) {
  /** The longest reason. */
  public static final int MAX_REASON_CHARS = 120;

  private static final int MAX_TOLD = 8;

  /** A reason, cut short where it is long. */
  public static ReplicaFailure of(String node, String reason) {
    return new ReplicaFailure(
        node,
        reason.length() <= MAX_REASON_CHARS
            ? reason
            : reason.substring(0, MAX_REASON_CHARS - 1) + "…");
  }

  /**
   * What follows a message about a request, nothing when nobody failed: {@code "; us-2: no space
   * left; us-3: timed out"}. Of very many only the first are told, and how many more there are.
   */
  static String told(List<ReplicaFailure> failures) {
    StringBuilder text = new StringBuilder();
    for (ReplicaFailure failure : failures.subList(0, Math.min(MAX_TOLD, failures.size()))) {
      text.append("; ").append(failure.node).append(": ").append(failure.reason);
    }
    if (failures.size() > MAX_TOLD) {
      text.append("; and ").append(failures.size() - MAX_TOLD).append(" more");
    }
    return text.toString();
  }
}
