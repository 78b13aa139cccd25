package io.atoll.chaos.checker;

import io.atoll.chaos.history.Read;
import java.util.ArrayList;
import java.util.List;

/** A read that asked for at least a context was never answered with less. */
public final class MinContextHolds implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      if (!read.answer().context().descends(read.minContext())) {
        found.add("%s asked for at least %s".formatted(read, read.minContext()));
      }
    }
    return found;
  }
}
