package io.atoll.examples;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a customer wants to buy; as JSON {@code {"items": {"tea": 2}}}.
 *
 * @param items pieces by article
 */
public record Cart(Map<String, Integer> items) {
  static final Cart EMPTY = new Cart(Map.of());

  /** This cart with some pieces more. */
  Cart with(String article, int pieces) {
    Map<String, Integer> more = new TreeMap<>(items);
    more.merge(article, pieces, Integer::sum);
    return new Cart(more);
  }

  /**
   * One cart of several: every article that any of them holds, as often as the fullest does. No
   * article that somebody put in gets lost; one that was taken out at the same time may come back.
   * Neither order nor repetition matters, as a resolver must have it.
   */
  static Cart merge(List<Cart> carts) {
    Map<String, Integer> all = new TreeMap<>();
    for (Cart cart : carts) {
      cart.items.forEach((article, pieces) -> all.merge(article, pieces, Math::max));
    }
    return new Cart(all);
  }
}
