package io.atoll.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  @Test
  void requestsAreCountedAgainstTheirBound() {
    Admission admission = new Admission(2, 10);
    admission.enter();
    assertThat(admission.hasRoom()).isTrue();
    admission.enter();
    assertThat(admission.hasRoom()).isFalse();
    admission.leave();
    assertThat(admission.hasRoom()).isTrue();
    assertThat(admission.inFlight()).isEqualTo(1);
  }

  @Test
  void bytesThatDoNotFitAreNotNoted() {
    Admission admission = new Admission(1, 10);
    assertThat(admission.hold(6)).isTrue();
    assertThat(admission.hold(5)).isFalse();
    assertThat(admission.heldBytes()).isEqualTo(6);
    admission.release(6);
    assertThat(admission.hold(10)).isTrue();
  }
}
