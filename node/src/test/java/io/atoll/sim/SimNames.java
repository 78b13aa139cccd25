package io.atoll.sim;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All names of a simulated disk: which file each one leads to, and which directories there are. */
final class SimNames {
  /**
   * One change of a directory, done as a whole or not at all.
   *
   * @param removed a file that is no longer there, or null
   * @param added a file that is there now, or, without an inode, a directory; or null
   */
  record Change(String directory, String removed, String added, SimInode inode) {}

  final Map<String, SimInode> files = new TreeMap<>();
  final Set<String> directories = new TreeSet<>(Set.of(""));

  void apply(Change change) {
    if (change.removed() != null) {
      files.remove(change.removed());
    }
    if (change.added() != null && change.inode() != null) {
      files.put(change.added(), change.inode());
    } else if (change.added() != null) {
      directories.add(change.added());
    }
  }

  void dropUnreachable() {
    directories.removeIf(directory -> !reachable(directory));
    files.keySet().removeIf(name -> !reachable(parent(name)));
  }

  private boolean reachable(String directory) {
    return directories.contains(directory) && (directory.isEmpty() || reachable(parent(directory)));
  }

  Set<SimInode> inodes() {
    return new LinkedHashSet<>(files.values());
  }

  SimNames copy() {
    SimNames copy = new SimNames();
    copy.files.putAll(files);
    copy.directories.addAll(directories);
    return copy;
  }

  static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
