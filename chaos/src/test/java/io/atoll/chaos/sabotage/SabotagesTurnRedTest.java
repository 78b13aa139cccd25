package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The small sibling of the table: a few sabotages that the first seeds notice, so that every build
 * sees checkers bite.
 */
class SabotagesTurnRedTest {
  private static final ConcurrentHashMap<String, byte[]> READ = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "a-put-supersedes-nothing, NothingReturns",
    "an-answer-counts-for-its-neighbour-too, QuorumReadsSeeQuorumWrites",
    "the-door-drops-what-a-read-must-have-seen, SessionsNeverGoBack",
    "a-client-does-not-tell-what-came-of-some-requests, CallsEndOnce",
  })
  void aBrokenRuleTurnsOneOfTheFirstSeedsRed(String name, String checker) {
    Finding finding = new Search(10, 60).of(Sabotages.named(name), READ);
    assertThat(finding).as("what is noticed of " + name).isNotNull();
    assertThat(finding.checker()).isEqualTo(checker);
  }
}
