package io.atoll.chaos.checker;

import io.atoll.chaos.history.Read;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;

/**
 * What a read shows is exactly what it claims to know: every value as its writer sent it, none
 * twice, none beside one that superseded it, and none left out; where the last writer wins, one
 * value, and the right one.
 */
public final class ReadsAreWhole implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.history().keyspaceOf(read);
      if (keyspace != null && found.size() < ENOUGH) {
        for (String wrong : evidence.model(keyspace.id(), read.key()).wrongWith(read.answer())) {
          found.add("%s: it %s".formatted(read, wrong));
        }
      }
    }
    return found;
  }
}
