package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The table of requests under way, against a map. */
class InFlightTest {
  private static final class Item extends Pending {
    Item(long sentNanos) {
      super(sentNanos);
    }

    @Override
    void answered(Response response, long nowNanos) {}

    @Override
    void lost(String reason, boolean written) {}
  }

  @Property(tries = 50)
  void itFindsWhatAMapFinds(@ForAll long seed) {
    Random random = new Random(seed);
    InFlight table = new InFlight();
    TreeMap<Long, Item> map = new TreeMap<>();
    List<Long> numbers = new ArrayList<>();
    for (int step = 0; step < 1_000; step++) {
      if (random.nextInt(5) < 2) {
        int count = random.nextInt(20) == 0 ? 1 + random.nextInt(200) : 1;
        long first = table.reserve(count);
        for (int i = 0; i < count; i++) {
          Item item = new Item(step);
          table.put(item, first + i);
          assertThat(map.put(first + i, item)).isNull();
          numbers.add(first + i);
        }
      } else if (!numbers.isEmpty()) {
        // Mostly the newest: the oldest stay and are in the way.
        int index = Math.max(0, numbers.size() - 1 - random.nextInt(random.nextInt(50) + 1));
        long number = numbers.remove(index);
        assertThat(table.remove(number)).isSameAs(map.remove(number));
        assertThat(table.remove(number)).isNull();
      }
      assertThat(table.size()).isEqualTo(map.size());
      Pending oldest = table.oldest();
      assertThat(oldest == null ? -1 : oldest.number)
          .isEqualTo(map.isEmpty() ? -1 : map.firstKey());
    }
  }

  @Example
  void numbersBeginAtOneAndStaySmallWhileRequestsEnd() {
    InFlight table = new InFlight();
    for (int i = 1; i <= 1_000; i++) {
      table.add(new Item(0));
      assertThat(table.lastNumber()).isEqualTo(i);
      table.remove(i);
    }
  }

  @Example
  void drainingTellsEachOldestFirst() {
    InFlight table = new InFlight();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(new Item(i));
      table.add(items.getLast());
    }
    List<Pending> drained = new ArrayList<>();
    table.drain(drained::add);
    assertThat(drained).containsExactlyElementsOf(items);
    assertThat(table.size()).isZero();
    assertThat(table.oldest()).isNull();
  }
}
