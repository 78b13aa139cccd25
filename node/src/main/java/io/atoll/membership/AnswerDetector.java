package io.atoll.membership;

import io.atoll.env.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which peers answer requests. Gossip sees datagrams, requests travel over links, and either may
 * fail without the other: a firewall that drops UDP, a process that gossips on one thread and hangs
 * on the others, a link that carries one way only (Huang et al., "Gray Failure: The Achilles' Heel
 * of Cloud-Scale Systems", 2017). What counts is what the requests meet.
 *
 * <p>One rule: a peer is silent when a question has stood unanswered for a while and nothing at all
 * has been answered since. Whether the question was refused, lost or is merely late is the same. So
 * a peer that is asked something at least now and then is always judged, and one that requests keep
 * busy is asked nothing more: their answers do. A silent peer answers again when it has answered
 * several questions in a row in time; the more often it has failed of late, the more.
 *
 * <p>A pure state machine: no clock, no I/O. Single-threaded (loop 0). Members by number.
 */
public final class AnswerDetector {
  /** How many answers in a row bring a silent peer back, and the most after it failed often. */
  static final int RETURN_ANSWERS = 2;

  static final int MOST_RETURN_ANSWERS = 16;

  private static final long NEVER = Long.MIN_VALUE;

  private final Settings settings;
  private final Map<Integer, Path> paths = new TreeMap<>();
  private long lastTickMs = NEVER;
  private long changes;

  /**
   * How peers are asked and judged.
   *
   * @param everyMs how often a peer is asked that is not heard of otherwise, in a small cluster
   * @param atLeastEveryMs how often a busy one is asked all the same
   * @param nearSilenceMs how long a question of a peer of the own DC may stand
   * @param farSilenceMs the same for other DCs
   * @param returnMs between two questions to a peer that begins to answer again
   * @param pauseMs a gap between ticks from which on this node holds itself to have slept
   * @param steadyMs who has answered for so long is not held to fail often
   */
  public record Settings(
      long everyMs,
      long atLeastEveryMs,
      long nearSilenceMs,
      long farSilenceMs,
      long returnMs,
      long pauseMs,
      long steadyMs) {
    /** A peer of the same DC that falls silent is known after 1 to 1.3 s. */
    public static final Settings DEFAULT = new Settings(250, 2_000, 1_000, 3_000, 100, 500, 30_000);

    public Settings {
      Require.atLeast(1, "everyMs", everyMs);
      Require.atLeast(everyMs, "atLeastEveryMs", atLeastEveryMs);
      Require.atLeast(everyMs, "nearSilenceMs", nearSilenceMs);
      Require.atLeast(nearSilenceMs, "farSilenceMs", farSilenceMs);
      Require.atLeast(1, "returnMs", returnMs);
      Require.atLeast(1, "pauseMs", pauseMs);
      Require.atLeast(1, "steadyMs", steadyMs);
    }

    /** The same with another patience. */
    public Settings withSilence(long nearMs, long farMs) {
      return new Settings(everyMs, atLeastEveryMs, nearMs, farMs, returnMs, pauseMs, steadyMs);
    }
  }

  /** One peer. */
  private static final class Path {
    private final boolean near;
    private Answering state = Answering.UNKNOWN;

    /** Since when a question stands, or NEVER. */
    private long unansweredSinceMs = NEVER;

    private long askedMs = NEVER;
    private long nextAskMs = NEVER;
    private long answersSinceMs;
    private int answersInARow;
    private int failuresOfLate;

    Path(boolean near) {
      this.near = near;
    }
  }

  public AnswerDetector(Settings settings) {
    this.settings = settings;
  }

  /**
   * Says who the peers are; nothing is forgotten of those that stay.
   *
   * @param nearByNumber by member number, whether it is in the own DC; without the own number
   */
  public void setPeers(Map<Integer, Boolean> nearByNumber) {
    paths.keySet().retainAll(nearByNumber.keySet());
    nearByNumber.forEach((number, near) -> paths.computeIfAbsent(number, n -> new Path(near)));
    changes++;
  }

  /** Time passes; to be called often. */
  public void tick(long nowMs) {
    boolean slept = lastTickMs != NEVER && nowMs - lastTickMs >= settings.pauseMs;
    lastTickMs = nowMs;
    for (Path path : paths.values()) {
      if (path.unansweredSinceMs == NEVER) {
        continue;
      }
      if (slept) {
        // What came meanwhile waits to be read.
        path.unansweredSinceMs = nowMs;
      } else if (nowMs - path.unansweredSinceMs >= silenceMs(path)) {
        fellSilent(path, nowMs);
      }
    }
  }

  /** Whom to ask now. */
  public List<Integer> due(long nowMs) {
    List<Integer> due = new ArrayList<>();
    paths.forEach(
        (number, path) -> {
          if (path.nextAskMs == NEVER || nowMs >= path.nextAskMs) {
            due.add(number);
          }
        });
    return due;
  }

  /** A peer was asked, or would have been if there had been a link. */
  public void asked(int number, long nowMs) {
    Path path = paths.get(number);
    if (path != null) {
      path.askedMs = nowMs;
      path.nextAskMs = nowMs + (path.state == Answering.SILENT ? 2 : 1) * everyMs();
      if (path.unansweredSinceMs == NEVER) {
        path.unansweredSinceMs = nowMs;
      }
    }
  }

  /**
   * A peer has answered some request since the last time, on whatever loop. A silent one is not
   * brought back by that: it may be the rest of what it owed.
   */
  public void heard(int number, long nowMs) {
    Path path = paths.get(number);
    if (path != null && path.state != Answering.SILENT) {
      answers(path, nowMs);
    }
  }

  /**
   * A peer has answered a question.
   *
   * @param askedMs when it was asked
   * @return whether it had been silent and is not any more
   */
  public boolean answered(int number, long askedMs, long nowMs) {
    Path path = paths.get(number);
    if (path == null) {
      return false;
    }
    if (path.state != Answering.SILENT) {
      answers(path, nowMs);
      return false;
    }
    if (nowMs - askedMs >= silenceMs(path)) {
      path.answersInARow = 0;
      return false;
    }
    path.unansweredSinceMs = NEVER;
    path.nextAskMs = nowMs + settings.returnMs;
    path.answersInARow++;
    int needed = RETURN_ANSWERS << Math.min(path.failuresOfLate, 3);
    if (path.answersInARow < Math.min(needed, MOST_RETURN_ANSWERS)) {
      return false;
    }
    answers(path, nowMs);
    return true;
  }

  /** A peer says that it does not serve, or that it leaves. */
  public void declined(int number, long nowMs) {
    Path path = paths.get(number);
    if (path != null) {
      fellSilent(path, nowMs);
      path.unansweredSinceMs = NEVER;
      path.failuresOfLate = 0;
    }
  }

  /** A peer is said to be back: it is asked at the next occasion. */
  public void askSoon(int number) {
    Path path = paths.get(number);
    if (path != null) {
      path.nextAskMs = NEVER;
    }
  }

  private void answers(Path path, long nowMs) {
    path.unansweredSinceMs = NEVER;
    path.nextAskMs = Math.min(nowMs + everyMs(), path.askedMs + settings.atLeastEveryMs);
    if (path.state != Answering.ANSWERS) {
      path.state = Answering.ANSWERS;
      path.answersSinceMs = nowMs;
      changes++;
    }
  }

  private void fellSilent(Path path, long nowMs) {
    path.answersInARow = 0;
    if (path.state == Answering.SILENT) {
      return;
    }
    boolean steady =
        path.state == Answering.UNKNOWN || nowMs - path.answersSinceMs >= settings.steadyMs;
    path.failuresOfLate = steady ? 0 : path.failuresOfLate + 1;
    path.state = Answering.SILENT;
    changes++;
  }

  /** In a large cluster seldom, so that asking stays a small part of what a node does. */
  private long everyMs() {
    return Math.max(settings.everyMs, paths.size());
  }

  private long silenceMs(Path path) {
    long silenceMs = path.near ? settings.nearSilenceMs : settings.farSilenceMs;
    return Math.max(silenceMs, 4 * everyMs());
  }

  /** Whether a peer answers; UNKNOWN for who is none. */
  public Answering of(int number) {
    Path path = paths.get(number);
    return path == null ? Answering.UNKNOWN : path.state;
  }

  /** Rises whenever {@link #of} may say something else. */
  public long changes() {
    return changes;
  }
}
