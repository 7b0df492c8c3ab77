"""今天依法要办的事: what the law requires of this agency now, of whom, by when, under which article."""
