package io.atoll.client;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * Makes one value of several that were written without knowledge of each other. A pure function,
 * called from several threads at once and as often as siblings are read.
 *
 * <p>Different clients merge the same siblings at the same time, and each other's results again. So
 * that they arrive at the same result, neither the order of the values nor repeated values may
 * matter: a union of sets, a maximum, a sum per writer. All clients should encode the result alike.
 *
 * @param <V> values
 */
@FunctionalInterface
public interface Resolver<V> {
  /**
   * The merged value.
   *
   * @param siblings two or more, in no order; not to be changed
   * @return never null. Whatever it throws fails the request with a {@link
   *     io.atoll.client.failure.ResolverFailure}
   */
  V merge(List<V> siblings);

  /** Merges two by two. */
  static <V> Resolver<V> pairwise(BinaryOperator<V> merge) {
    Objects.requireNonNull(merge, "merge");
    return siblings -> siblings.stream().reduce(merge).orElseThrow();
  }

  /** Keeps the greatest and drops the others, such as by a time that the values carry. */
  static <V> Resolver<V> greatest(Comparator<? super V> order) {
    Objects.requireNonNull(order, "order");
    return siblings -> siblings.stream().max(order).orElseThrow();
  }
}
