package io.atoll.client;

import io.atoll.client.engine.ContactPoint;
import io.atoll.client.engine.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The settings of a client as they were given, valid or not.
 *
 * @param clusterName null for any
 * @param localDc null for that of the contact point which answers first
 */
record ClientSettings(
    List<String> contactPoints,
    String clusterName,
    String localDc,
    List<String> fallbackDcs,
    Duration requestTimeout,
    int maxInFlight,
    double retryBudget,
    int eventLoops,
    Executor callbacks) {
  static final Duration MAX_REQUEST_TIMEOUT = Duration.ofSeconds(30);
  static final int MAX_MAX_IN_FLIGHT = 1_000_000;
  static final int MAX_EVENT_LOOPS = 256;

  /** What is wrong with how requests are treated, one sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (requestTimeout == null
        || !Timeouts.isPossible(requestTimeout)
        || requestTimeout.compareTo(MAX_REQUEST_TIMEOUT) > 0) {
      problems.add(
          "requestTimeout is %s; it must be 1 ms to %d s"
              .formatted(requestTimeout, MAX_REQUEST_TIMEOUT.toSeconds()));
    }
    if (callbacks == null) {
      problems.add("callbackExecutor is null; leave it out to be called on the client's loop");
    }
    return problems;
  }

  /** What is wrong with how it is to connect, one sentence each. */
  List<String> connectionProblems() {
    List<String> problems = new ArrayList<>();
    if (contactPoints.isEmpty()) {
      problems.add("contactPoints is empty; name at least one node as host:port");
    }
    for (String contactPoint : contactPoints) {
      if (ContactAddress.parse(contactPoint) == null) {
        problems.add(
            "contactPoints has '%s'; it must be host:port with a port from 1 to 65535"
                .formatted(contactPoint));
      }
    }
    if (new LinkedHashSet<>(fallbackDcs).size() < fallbackDcs.size()) {
      problems.add("fallbackDcs is %s; each may be there once".formatted(fallbackDcs));
    }
    if (localDc != null && fallbackDcs.contains(localDc)) {
      problems.add(
          "fallbackDcs is %s; localDc '%s' cannot be its own fallback"
              .formatted(fallbackDcs, localDc));
    }
    atMost(problems, "maxInFlight", maxInFlight, MAX_MAX_IN_FLIGHT);
    atMost(problems, "eventLoops", eventLoops, MAX_EVENT_LOOPS);
    if (!(retryBudget >= 0 && retryBudget <= 1)) {
      problems.add("retryBudget is %s; it must be 0 to 1".formatted(retryBudget));
    }
    return problems;
  }

  private static void atMost(List<String> problems, String name, int value, int max) {
    if (value < 1 || value > max) {
      problems.add("%s is %d; it must be 1 to %d".formatted(name, value, max));
    }
  }

  /** What the engine is told; only of settings without problems. */
  EngineSettings toEngine() {
    List<ContactPoint> points = contactPoints.stream().map(ContactAddress::parse).toList();
    EngineSettings.Limits limits = EngineSettings.Limits.DEFAULT;
    EngineSettings.Repeats repeats = EngineSettings.Repeats.DEFAULT;
    return EngineSettings.of(points)
        .withClusterName(clusterName)
        .withLocalDc(localDc)
        .withFallbackDcs(fallbackDcs)
        .withLimits(
            new EngineSettings.Limits(maxInFlight, limits.queuedBytes(), limits.unsentBytes()))
        .withRepeats(
            new EngineSettings.Repeats(
                repeats.maxAttempts(),
                retryBudget,
                retryBudget == 0 ? 0 : repeats.budgetPerSecond(),
                // Each request says for itself whether it is hedged.
                true,
                repeats.hedgePercentile(),
                repeats.hedgeFloorMs(),
                repeats.suspicionFloorMs()));
  }
}
