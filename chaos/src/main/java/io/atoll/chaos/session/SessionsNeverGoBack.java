package io.atoll.chaos.session;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConflictPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * No read of a session is behind what the session had written or read before, whichever client and
 * node it went through: it shows every such write, or one whose writer had seen it, or, where the
 * last writer wins, one that won over it. Judged by the writes themselves, never by contexts.
 */
public record SessionsNeverGoBack(SessionHistory sessions) implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (SessionRead read : sessions.reads()) {
      boolean lastWriterWins =
          evidence.topology().keyspaces().get(read.keyspace()).conflicts() == ConflictPolicy.LWW;
      read.mustSee().stream()
          .filter(id -> !read.saw().get(id))
          .mapToObj(evidence.history().writes()::get)
          .filter(write -> !lastWriterWins || !isBeaten(write, read))
          .forEach(write -> found.add("%s and went back behind %s".formatted(read, write)));
    }
    return found;
  }

  private static boolean isBeaten(Write write, SessionRead read) {
    return read.shown().stream().anyMatch(write::everLostTo);
  }
}
