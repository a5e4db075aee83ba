// What the hall sees.

import React from 'react';
import { Projector } from '@site/src/components/Teach/Projector';
import { Stage } from '@site/src/components/Teach/Stage';
import { Live } from './_Live';

export default function ProjectorPage() {
  return (
    <Stage title="Projector" description="A class on the screen of a hall." isPrivate isScreen>
      <Projector Live={Live} />
    </Stage>
  );
}
