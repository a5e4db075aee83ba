// A class of raised hands, without a server.

import React from 'react';
import { Local } from '@site/src/components/Teach/Local';
import { Stage } from '@site/src/components/Teach/Stage';
import { Live } from './_Live';

export default function LocalPage() {
  return (
    <Stage title="Count raised hands" description="Peer instruction in one window without a server: type the counts of raised hands for each option." isScreen>
      <Local Live={Live} />
    </Stage>
  );
}
