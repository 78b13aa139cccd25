package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerCountsTest {
  private final AnswerCounts answers = new AnswerCounts();

  @Test
  void whatWasCountedStaysWhenAMemberOfAHigherNumberAnswers() {
    answers.add(3);
    answers.add(3);
    answers.add(15);
    answers.add(400);
    answers.add(16);
    answers.add(400);

    assertThat(answers.of(3)).isEqualTo(2);
    assertThat(answers.of(15)).isEqualTo(1);
    assertThat(answers.of(16)).isEqualTo(1);
    assertThat(answers.of(400)).isEqualTo(2);
  }

  @Test
  void nobodyHasAnsweredWhoWasNotCounted() {
    answers.add(1);

    assertThat(answers.of(0)).isZero();
    assertThat(answers.of(Integer.MAX_VALUE)).isZero();
  }
}
