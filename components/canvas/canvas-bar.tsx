import { IconPlus } from "@tabler/icons-react";
import { useContext } from "react";
import { Handle, Position } from "reactflow";
import type { NodeData } from "./canvas";
import classes from "./canvas.module.css";
import { Came, Figure, Stands } from "./canvas-figures";
import { ChangeMark, Merge, NodeMark } from "./canvas-marks";
import { EditingContext } from "./editing";
import { outletShare } from "./layout";

/** Where ways part or meet: a thick bar as wide as what lies between, with its rule in words. */
export function CanvasBar({ data, selected }: { data: NodeData; selected: boolean }) {
  const { node, isMerge, shares } = data;
  const mark = node.mark ?? "none";
  const given = useContext(EditingContext);
  const editing = given?.isLocked ? undefined : given;
  const isFork = node.shape === "fork";
  return (
    <div
      className={classes.bar}
      data-shape={node.shape}
      data-mark={mark}
      data-change={node.change}
      data-selected={selected || undefined}
    >
      <ChangeMark change={node.change} />
      {isMerge && <Merge mark={mark} />}
      <Handle type="target" position={Position.Top} className={classes.entry ?? ""} />
      <div className={classes.sign}>
        <span className={classes.tile} data-kind={node.kind}>
          {node.icon}
        </span>
        <span className={classes.rule}>
          <b title={node.title}>{node.title}</b>
          {node.tally && node.tally.stands.length > 0 ? (
            <Stands figures={node.tally.stands} />
          ) : (
            <span title={node.sentence}>{node.sentence}</span>
          )}
        </span>
        <NodeMark mark={mark} visits={node.visits} />
        {node.tally && <Came tally={node.tally} />}
      </div>
      <span className={classes.beam} />
      {node.outlets.map(({ key, title, isWired, figure }) => {
        const left = `${(shares?.get(key) ?? outletShare(node, key)) * 100}%`;
        return (
          <span key={key}>
            {isFork && (
              <span className={classes.way} data-unwired={!isWired || undefined} style={{ left }}>
                {title} {figure && <Figure figure={figure} />}
              </span>
            )}
            <Handle
              type="source"
              id={key}
              position={Position.Bottom}
              className={!isWired ? (classes.outlet ?? "") : (classes.entry ?? "")}
              data-state={isWired ? "wired" : "nowhere"}
              style={{ left }}
              onClick={() => editing?.onAdd({ after: { from: node.id, outlet: key } })}
            >
              {!isWired && <IconPlus size={9} stroke={2.4} aria-hidden />}
            </Handle>
          </span>
        );
      })}
    </div>
  );
}
