package io.atoll.chaos.checker;

import io.atoll.chaos.history.Change;
import io.atoll.chaos.history.Epochs;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The topology is a log that all nodes agree on: an epoch has one content, a node forgets none, and
 * each is the one before with one change that somebody had asked for. A change that was reported
 * done is in the epoch that was told, after every change that had been reported done when it was
 * asked for, and that epoch is still known in the end. Who ask for the same at the same time may be
 * told the same epoch.
 */
public final class ChangesStay implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    Epochs epochs = evidence.history().epochs();
    List<String> found = new ArrayList<>(epochs.mistakes());
    epochs.backs().stream()
        .filter(back -> !evidence.history().isHarmedSince(back.nodeId(), 0))
        .forEach(back -> found.add(back.toString()));
    for (Change change : evidence.history().changes()) {
      if (change.isAcknowledged()) {
        judge(evidence, change, found);
      }
    }
    Set<Change> used = new HashSet<>();
    Epochs.Seen before = null;
    for (Epochs.Seen seen : epochs.seen().values()) {
      if (before != null && before.topology().epoch() + 1 == seen.topology().epoch()) {
        judge(evidence, before.topology(), seen, used, found);
      }
      before = seen;
    }
    return found;
  }

  private static void judge(Evidence evidence, Change change, List<String> found) {
    long last = evidence.lastTopology().epoch();
    if (change.epoch() > last) {
      found.add("forgotten in epoch %d: %s".formatted(last, change));
    }
    for (Change other : evidence.history().changes()) {
      if (other.epoch() > change.epoch() && other.endedNanos() < change.invokedNanos()) {
        found.add(
            "%s had ended when somebody asked for what was done before it: %s"
                .formatted(other, change));
      }
    }
  }

  private static void judge(
      Evidence evidence, Topology before, Epochs.Seen seen, Set<Change> used, List<String> found) {
    Topology after = seen.topology();
    List<Change> told = new ArrayList<>();
    Change asked = null;
    for (Change change : evidence.history().changes()) {
      if (change.isAcknowledged()) {
        if (change.epoch() == after.epoch()) {
          told.add(change);
        }
      } else if (asked == null
          && change.mayBeDecided()
          && change.invokedNanos() <= seen.atNanos()
          && !used.contains(change)
          && leads(change, evidence, before, after)) {
        asked = change;
      }
    }
    for (Change change : told) {
      if (!leads(change, evidence, before, after)) {
        found.add(
            "is not in its epoch: %s: keyspaces before are %s, then %s"
                .formatted(change, before.keyspaces().values(), after.keyspaces().values()));
      }
    }
    if (told.isEmpty() && asked == null) {
      found.add(
          "nobody asked for epoch %d: keyspaces before are %s, then %s"
              .formatted(after.epoch(), before.keyspaces().values(), after.keyspaces().values()));
    } else if (told.isEmpty()) {
      used.add(asked);
    }
  }

  /** Whether a change, and nothing else, makes one topology of another. */
  private static boolean leads(Change change, Evidence evidence, Topology before, Topology after) {
    Set<String> names = new TreeSet<>(before.keyspaces().keySet());
    names.addAll(after.keyspaces().keySet());
    names.remove(change.name());
    boolean othersStay =
        before.members().equals(after.members())
            && names.stream()
                .allMatch(
                    name ->
                        Objects.equals(before.keyspaces().get(name), after.keyspaces().get(name)));
    Keyspace was = before.keyspaces().get(change.name());
    Keyspace is = after.keyspaces().get(change.name());
    return othersStay
        && switch (change.kind()) {
          case CREATE ->
              was == null && is != null && change.makes(is) && isNew(evidence, is.id(), after);
          case CHANGE -> was != null && is != null && change.makes(is) && is.id() == was.id();
          case DROP -> was != null && is == null;
        };
  }

  /** A keyspace that is made again is another one, and has another id. */
  private static boolean isNew(Evidence evidence, int keyspaceId, Topology in) {
    return evidence.history().epochs().seen().headMap(in.epoch()).values().stream()
        .noneMatch(seen -> seen.topology().keyspace(keyspaceId) != null);
  }
}
