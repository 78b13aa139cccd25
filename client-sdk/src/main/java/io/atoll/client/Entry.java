package io.atoll.client;

import io.atoll.client.failure.UnresolvedSiblings;
import io.atoll.wire.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What a read found. Immutable as far as the values are.
 *
 * <p>Values that are equal byte for byte are given once: they come from a write that was sent
 * twice, or from two writers that merged alike, and there is nothing to choose between them.
 *
 * @param siblings the values: none of a key that was never written or is deleted, usually one, more
 *     where writes were concurrent and nothing merged them
 * @param deleted whether there was a delete, perhaps beside values which it had not seen; those
 *     stay
 * @param merged whether the one value is what a resolver made of several
 * @param context stands for all that was seen, and for the merged value if it was written back
 * @param outcome what the replicas did
 * @param epoch version of the topology that the answering node knows
 */
public record Entry<V>(
    List<Sibling<V>> siblings,
    boolean deleted,
    boolean merged,
    Context context,
    Outcome outcome,
    long epoch) {
  public Entry {
    siblings = List.copyOf(siblings);
  }

  /** Whether there is a value, or several. */
  public boolean isFound() {
    return !siblings.isEmpty();
  }

  /** Whether there is none and never was one, as far as the replicas that answered know. */
  public boolean isAbsent() {
    return siblings.isEmpty() && !deleted;
  }

  /** Whether there is none because it was deleted. */
  public boolean isDeleted() {
    return siblings.isEmpty() && deleted;
  }

  /** Whether there are several values, which a write with {@link #context} would replace. */
  public boolean isConflicting() {
    return siblings.size() > 1;
  }

  /**
   * The value.
   *
   * @throws UnresolvedSiblings when there are several: read them by {@link #siblings}, or give the
   *     keyspace a {@link Resolver}
   */
  public Optional<V> value() {
    return switch (siblings.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(siblings.getFirst().value());
      default ->
          throw new UnresolvedSiblings(
              "the key holds %d concurrent values and the keyspace has no resolver; see Entry.siblings"
                  .formatted(siblings.size()),
              siblings.size());
    };
  }

  Entry<V> withContext(Context with) {
    return new Entry<>(siblings, deleted, merged, with, outcome, epoch);
  }
}
