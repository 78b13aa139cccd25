package io.atoll.sim;

import java.util.List;

/**
 * Takes back what one call did, and nothing that another did. Once: a second time has no effect,
 * nor has it when everything was set right in the meantime.
 */
@FunctionalInterface
public interface Undo {
  void undo();

  /** Takes back all of them, in their order. */
  static Undo all(List<Undo> undos) {
    List<Undo> each = List.copyOf(undos);
    return () -> each.forEach(Undo::undo);
  }
}
