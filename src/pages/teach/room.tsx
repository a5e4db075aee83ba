// The private page of whoever leads a class.

import React from 'react';
import { Lead } from '@site/src/components/Teach/Lead';
import { Stage } from '@site/src/components/Teach/Stage';

export default function RoomPage() {
  return (
    <Stage title="Lead a class" description="For whoever leads a class: the next step, the votes and the advice." isPrivate>
      <Lead />
    </Stage>
  );
}
