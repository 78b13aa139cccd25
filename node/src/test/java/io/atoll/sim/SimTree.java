package io.atoll.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The names of one disk, as they are and as they are synced. Each directory is synced for itself; a
 * power loss keeps, by chance, some of the changes that were not.
 */
final class SimTree {
  private SimNames now = new SimNames();
  private SimNames durable = new SimNames();
  private final List<SimNames.Change> unsynced = new ArrayList<>();

  /** As they are; to be changed by {@link #change} only. */
  SimNames now() {
    return now;
  }

  void change(SimNames.Change change) {
    now.apply(change);
    unsynced.add(change);
  }

  void sync(String directory) {
    unsynced.stream().filter(c -> c.directory().equals(directory)).forEach(durable::apply);
    unsynced.removeIf(c -> c.directory().equals(directory));
  }

  /** Others take the place of all names, synced. */
  void become(SimNames others) {
    now = others;
    durable = others.copy();
    unsynced.clear();
  }

  /** Power loss, of names and of what files hold. */
  void crash(RandomGenerator random) {
    keepSomeNames(random);
    durable.dropUnreachable();
    durable.inodes().forEach(inode -> inode.crash(random));
    now = durable.copy();
  }

  private void keepSomeNames(RandomGenerator random) {
    int mode = random.nextInt(4);
    int prefix = random.nextInt(unsynced.size() + 1);
    for (int i = 0; i < unsynced.size(); i++) {
      boolean kept =
          switch (mode) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> i < prefix;
            default -> random.nextBoolean();
          };
      if (kept) {
        durable.apply(unsynced.get(i));
      }
    }
    unsynced.clear();
  }
}
