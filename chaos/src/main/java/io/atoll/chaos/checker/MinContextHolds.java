package io.atoll.chaos.checker;

import io.atoll.causal.Dot;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;

/**
 * A read that asked for at least a context was never answered with less: neither than the context
 * says, nor than its client had been shown when it got the context.
 */
public final class MinContextHolds implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.history().keyspaceOf(read);
      if (keyspace != null && read.asksForSomething() && found.size() < ENOUGH) {
        judge(evidence, read, keyspace.id(), found);
      }
    }
    return found;
  }

  private static void judge(Evidence evidence, Read read, int keyspaceId, List<String> found) {
    KeyModel model = evidence.model(keyspaceId, read.key());
    KeyModel.Shown shown = model.shown(read.answer());
    long before = read.question().invokedNanos();
    for (Write write : model.writes()) {
      if (write.isSeenIn(read.minContext())
          && !write.isSeenIn(read.answer().context())
          && !model.mayBePurged(write, before)) {
        found.add(
            "%s asked for at least %s, and has not %s".formatted(read, read.minContext(), write));
      } else if (read.mustSee(write.id())
          && !shown.isPast(write)
          && !write.wasMadeAgainAfter(read.answer().context())
          && !model.mayBePurged(write, before)) {
        found.add("%s is behind %s, which its client had been shown".formatted(read, write));
      }
    }
    for (Dot dot : read.minContext().newestDots()) {
      if (evidence.history().writeOf(keyspaceId, read.key(), dot) == null
          && !read.answer().context().contains(dot)) {
        found.add("%s asked for %s, which nobody wrote".formatted(read, dot));
      }
    }
  }
}
