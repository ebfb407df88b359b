import { ActionIcon } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { Panel, useReactFlow, useViewport } from "reactflow";
import classes from "./canvas.module.css";

/** Zoom out, how far, zoom in, all of it. */
export function CanvasControls() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const { zoom } = useViewport();
  return (
    <Panel position="bottom-left" className={classes.controls ?? ""}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Zoom out"
        onClick={() => zoomOut({ duration: 120 })}
      >
        <IconMinus size={16} aria-hidden />
      </ActionIcon>
      <output aria-label="Zoom">{Math.round(zoom * 100)} %</output>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Zoom in"
        onClick={() => zoomIn({ duration: 120 })}
      >
        <IconPlus size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Show everything"
        onClick={() => void fitView({ padding: 0.08, maxZoom: 1, duration: 120 })}
      >
        <IconMaximize size={16} aria-hidden />
      </ActionIcon>
    </Panel>
  );
}
