package io.atoll.sim;

import io.atoll.sim.SimDisk.Fate;
import io.atoll.sim.SimDisk.Operation;
import io.atoll.sim.SimDisk.Script;
import java.io.IOException;

/**
 * The operations on one disk, which are done, fail, or kill their node, as a script and whoever
 * else decides about them has it. Belongs to one thread.
 */
final class SimOperations {
  private static final Script ALL_WELL = operation -> Fate.SUCCEED;

  private final String description;
  private final Standing<Script> spoilers = new Standing<>();
  private Script script = ALL_WELL;
  private long count;
  private long syncs;
  private boolean down;
  private Runnable onDeath = () -> {};

  /** What an operation does. */
  interface Effect {
    void apply() throws IOException;
  }

  /**
   * @param description what messages call the disk
   */
  SimOperations(String description) {
    this.description = description;
  }

  /** Names what decides from now on; null: all succeed. */
  void script(Script decides) {
    script = decides == null ? ALL_WELL : decides;
  }

  /** Lets something else decide too; the first word that is not {@link Fate#SUCCEED} is obeyed. */
  Undo spoil(Script spoiler) {
    return spoilers.add(spoiler);
  }

  /** From now on all succeed. */
  void setRight() {
    spoilers.clear();
    script = ALL_WELL;
  }

  /** How many changes of the disk there were. */
  long count() {
    return count;
  }

  /** How many syncs of files succeeded. */
  long syncs() {
    return syncs;
  }

  /** Names what is told when the node dies in an operation, before that throws. */
  void onDeath(Runnable told) {
    onDeath = told;
  }

  /** Whether the node died in an operation. */
  boolean isDown() {
    return down;
  }

  /** There are operations again. */
  void goOn() {
    down = false;
  }

  void checkUp() {
    if (down) {
      throw new SimCrash(description + ": the node is dead");
    }
  }

  /** Carries out an operation as the script has it. */
  void perform(Operation.Kind kind, String name, Effect effect, Effect onFailure)
      throws IOException {
    Fate fate = nextFate(kind, name);
    switch (fate) {
      case SUCCEED -> effect.apply();
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, kind, name, onFailure);
      case CRASH -> {
        effect.apply();
        die(kind, name);
      }
    }
  }

  /** Carries out a sync, which has done nothing when the node dies in it. */
  void performSync(Operation.Kind kind, String name, Effect effect, Effect onFailure)
      throws IOException {
    Fate fate = nextFate(kind, name);
    switch (fate) {
      case SUCCEED -> {
        effect.apply();
        syncs += kind == Operation.Kind.SYNC ? 1 : 0;
      }
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, kind, name, onFailure);
      case CRASH -> die(kind, name);
    }
  }

  /** Whether a read would be done. */
  boolean reads(String name) {
    return allWell() || fate(new Operation(0, Operation.Kind.READ, name)) == Fate.SUCCEED;
  }

  /** Reads as the script has it. */
  void performRead(String name) throws IOException {
    if (allWell()) {
      return;
    }
    Fate fate = fate(new Operation(0, Operation.Kind.READ, name));
    switch (fate) {
      case SUCCEED -> {}
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, Operation.Kind.READ, name, () -> {});
      case CRASH -> die(Operation.Kind.READ, name);
    }
  }

  private Fate nextFate(Operation.Kind kind, String name) {
    checkUp();
    return fate(new Operation(++count, kind, name));
  }

  private boolean allWell() {
    return script.equals(ALL_WELL) && spoilers.isEmpty();
  }

  private Fate fate(Operation operation) {
    Fate fate = script.fate(operation);
    return spoilers.isEmpty() ? fate : spoiled(operation, fate);
  }

  private Fate spoiled(Operation operation, Fate scripted) {
    Fate fate = scripted;
    for (Script spoiler : spoilers.values()) {
      Fate other = spoiler.fate(operation);
      fate = fate == Fate.SUCCEED ? other : fate;
    }
    return fate;
  }

  private void fail(Fate fate, Operation.Kind kind, String name, Effect onFailure)
      throws IOException {
    onFailure.apply();
    String what = "simulated failure of " + kind + " " + name;
    switch (fate) {
      case DEFECT -> throw new AssertionError(what);
      case OUT_OF_MEMORY -> throw new OutOfMemoryError(what);
      case SUCCEED, FAIL, CRASH -> throw new IOException(what);
    }
  }

  private void die(Operation.Kind kind, String name) {
    down = true;
    onDeath.run();
    throw new SimCrash("%s: died in operation %d, %s %s".formatted(description, count, kind, name));
  }
}
