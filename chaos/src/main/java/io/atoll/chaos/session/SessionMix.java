package io.atoll.chaos.session;

import io.atoll.client.Consistency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the users of a run do: data, chosen by seed.
 *
 * @param weights how often each {@link SessionAction} is chosen, by its ordinal
 * @param levels the levels that reads and writes choose from
 */
public record SessionMix(
    Crowd crowd, Pace pace, Habits habits, int[] weights, List<Consistency> levels) {
  /**
   * Who takes part, and what they share.
   *
   * @param users how many use a session each
   * @param loners how many write without one, and so blindly
   * @param clientsPerDc client processes in each DC; users move between all of them
   * @param loopsPerClient event loops of each
   * @param keys how many keys of each keyspace they share
   */
  public record Crowd(int users, int loners, int clientsPerDc, int loopsPerClient, int keys) {}

  /**
   * How fast.
   *
   * @param pauseMs the longest pause of a user between two steps
   * @param timeoutMs the timeout of every call
   */
  public record Pace(long pauseMs, int timeoutMs) {}

  /**
   * How they use their clients.
   *
   * @param moveShare how often a user goes on through another client, 0 to 1
   * @param repeatableShare how many writes say that they may take effect twice, 0 to 1
   * @param hedged whether reads are hedged
   * @param fallbacksGiven whether clients are told an order of DCs to fall back to
   */
  public record Habits(
      double moveShare, double repeatableShare, boolean hedged, boolean fallbacksGiven) {}

  /** A mix; weak levels are always among its levels, for they are what sessions are for. */
  public static SessionMix choose(RandomGenerator random) {
    int[] weights = new int[SessionAction.values().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + random.nextInt(6);
    }
    List<Consistency> levels = new ArrayList<>(List.of(Consistency.ONE, Consistency.LOCAL_ONE));
    for (Consistency level :
        List.of(
            Consistency.ONE,
            Consistency.LOCAL_ONE,
            Consistency.QUORUM,
            Consistency.LOCAL_QUORUM,
            Consistency.EACH_QUORUM,
            Consistency.replicas(2))) {
      if (random.nextBoolean()) {
        levels.add(level);
      }
    }
    return new SessionMix(
        new Crowd(
            2 + random.nextInt(5),
            random.nextInt(3),
            1 + random.nextInt(2),
            1 + random.nextInt(2),
            1 + random.nextInt(5)),
        new Pace(20 + random.nextInt(200), 300 + random.nextInt(2_700)),
        new Habits(
            random.nextDouble() * 0.5,
            random.nextBoolean() ? 0 : random.nextDouble(),
            random.nextInt(4) > 0,
            random.nextBoolean()),
        weights,
        List.copyOf(levels));
  }

  SessionAction nextAction(RandomGenerator random) {
    int at = random.nextInt(Arrays.stream(weights).sum());
    int action = 0;
    while (at >= weights[action]) {
      at -= weights[action++];
    }
    return SessionAction.values()[action];
  }

  Consistency nextLevel(RandomGenerator random) {
    return levels.get(random.nextInt(levels.size()));
  }

  @Override
  public String toString() {
    return "%d users and %d loners, %d clients per DC of %d loops, %d keys, pauses to %d ms, timeout %d ms, moving %.2f, repeatable %.2f, %s, fallbacks %s, weights %s, levels %s"
        .formatted(
            crowd.users,
            crowd.loners,
            crowd.clientsPerDc,
            crowd.loopsPerClient,
            crowd.keys,
            pace.pauseMs,
            pace.timeoutMs,
            habits.moveShare,
            habits.repeatableShare,
            habits.hedged ? "hedged" : "not hedged",
            habits.fallbacksGiven ? "given" : "by latency",
            Arrays.toString(weights),
            levels);
  }
}
