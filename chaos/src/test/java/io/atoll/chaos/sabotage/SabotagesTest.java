package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sabotages never rot: each still fits the source that it is put into. */
class SabotagesTest {
  /** Rounds of sabotages of different files, so that few calls of the compiler take them all. */
  private static List<Map<String, Sabotage>> rounds(List<Sabotage> sabotages) {
    List<Map<String, Sabotage>> rounds = new ArrayList<>();
    for (Sabotage sabotage : sabotages) {
      Map<String, Sabotage> free =
          rounds.stream()
              .filter(round -> !round.containsKey(sabotage.file()))
              .findFirst()
              .orElseGet(
                  () -> {
                    rounds.add(new LinkedHashMap<>());
                    return rounds.getLast();
                  });
      free.put(sabotage.file(), sabotage);
    }
    return rounds;
  }

  @Test
  void everyPlaceIsThereOnceAndEverySabotageCompiles() {
    List<String> misfits = new ArrayList<>();
    List<Sabotage> fitting = new ArrayList<>();
    for (Sabotage sabotage : Sabotages.ALL) {
      try {
        sabotage.applyTo(Checkout.read(sabotage.file()));
        fitting.add(sabotage);
      } catch (IllegalArgumentException misfit) {
        misfits.add(misfit.getMessage());
      }
    }
    SabotagedSource source = new SabotagedSource();
    for (Map<String, Sabotage> round : rounds(fitting)) {
      try {
        source.compile(round.values());
      } catch (IllegalArgumentException misfit) {
        misfits.add(misfit.getMessage());
      }
    }
    assertThat(misfits).isEmpty();
  }

  @Test
  void everyPromiseIsBrokenByOneSabotageAtLeastAndNoNameIsGivenTwice() {
    assertThat(Sabotages.ALL).extracting(Sabotage::name).doesNotHaveDuplicates();
    assertThat(Sabotages.ALL)
        .extracting(Sabotage::breaks)
        .containsAll(Arrays.asList(Promised.values()));
  }
}
