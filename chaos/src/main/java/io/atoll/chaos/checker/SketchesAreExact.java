package io.atoll.chaos.checker;

import java.util.List;

/**
 * What a node says that it holds in an arc, in the sketches that it keeps up to date from change to
 * change and from start to start, is what its storage holds there.
 */
public final class SketchesAreExact implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return evidence.watch().wrongSketches();
  }
}
